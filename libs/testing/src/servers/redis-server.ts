import { ChildServer, dataFolder, onFreePort } from './child-server.ts';
import { runServer, type RunningServer } from './nats-server.ts';

/** A real redis-server on loopback, without persistence. */
export async function startRedisServer(options: { readonly port?: number; readonly args?: readonly string[] } = {}): Promise<RunningServer> {
  const { folder, remove } = await dataFolder(undefined);
  return onFreePort(options.port, async (port) => {
    const args = ['--bind', '127.0.0.1', '--port', String(port), '--dir', folder, '--save', '', '--appendonly', 'no', ...(options.args ?? [])];
    return runServer(new ChildServer('redis-server', args, /Ready to accept connections/), `redis://127.0.0.1:${port}`, port, 'SIGTERM', remove);
  });
}

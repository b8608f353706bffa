import { spawnSync } from 'node:child_process';
import { eventually } from '../eventually.ts';
import { ChildServer, dataFolder, onFreePort } from './child-server.ts';
import { findBinary } from './find-binary.ts';
import { runServer, type RunningServer } from './nats-server.ts';

/** A real redis-server on loopback, without persistence. */
export async function startRedisServer(options: { readonly port?: number; readonly args?: readonly string[] } = {}): Promise<RunningServer> {
  const { folder, remove } = await dataFolder(undefined);
  return onFreePort(options.port, async (port) => {
    const args = ['--bind', '127.0.0.1', '--port', String(port), '--dir', folder, '--save', '', '--appendonly', 'no', ...(options.args ?? [])];
    return runServer(new ChildServer('redis-server', args, /Ready to accept connections/), `redis://127.0.0.1:${port}`, port, 'SIGTERM', remove);
  });
}

export interface RedisCluster {
  readonly nodes: readonly RunningServer[];
  /** URLs of all nodes, separated by commas. */
  readonly url: string;
  stop(): Promise<void>;
}

/** A real Redis Cluster of masters on loopback, its slots spread evenly. Needs redis-cli beside redis-server. */
export async function startRedisCluster(nodes = 3): Promise<RedisCluster> {
  const running: RunningServer[] = [];
  const stop = async () => void (await Promise.all(running.map((node) => node.stop())));
  try {
    // A failing node is given up late: on a busy machine it is merely slow.
    for (let i = 0; i < nodes; i++) running.push(await startRedisServer({ args: ['--cluster-enabled', 'yes', '--cluster-node-timeout', '20000', '--cluster-require-full-coverage', 'no'] }));
    const cli = findBinary('redis-cli');
    if (!cli) throw new Error('redis-cli is not installed');
    const made = spawnSync(cli, ['--cluster', 'create', ...running.map(({ port }) => `127.0.0.1:${port}`), '--cluster-replicas', '0', '--cluster-yes'], { encoding: 'utf8', timeout: 60_000 });
    if (made.status !== 0) throw new Error(`redis-cli could not make the cluster: ${made.stdout}${made.stderr}`);
    // Each node hears from the others in its own time that the cluster is complete.
    const complete = () => running.every(({ port }) => spawnSync(cli, ['-p', String(port), 'cluster', 'info'], { encoding: 'utf8', timeout: 10_000 }).stdout.includes('cluster_state:ok'));
    await eventually(complete, { timeoutMs: 60_000, what: 'the nodes to agree on the cluster' });
    return { nodes: running, url: running.map(({ url }) => url).join(), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

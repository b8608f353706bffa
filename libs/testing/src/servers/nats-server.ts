import { ChildServer, dataFolder, onFreePort } from './child-server.ts';

export interface RunningServer {
  readonly url: string;
  readonly port: number;
  readonly pid: number | undefined;
  /** In order; a folder that was made for it is removed. */
  stop(): Promise<void>;
  /** SIGKILL; data stays for `restart`. */
  kill(): Promise<void>;
  /** On the same port with the same data; kills it first when it runs. */
  restart(): Promise<void>;
}

export interface NatsServerOptions {
  /** Default true. */
  readonly jetstream?: boolean;
  /** Kept after `stop`. Default: a temporary folder. */
  readonly dataDir?: string;
  /** Default: a free one. */
  readonly port?: number;
  /** More command line arguments, e.g. `['--user', 'a', '--pass', 'b']`. */
  readonly args?: readonly string[];
}

/** A real nats-server on loopback. */
export async function startNatsServer(options: NatsServerOptions = {}): Promise<RunningServer> {
  const { folder, remove } = await dataFolder(options.dataDir);
  return onFreePort(options.port, async (port) => {
    const args = ['-a', '127.0.0.1', '-p', String(port), ...(options.jetstream === false ? [] : ['-js', '-sd', folder]), ...(options.args ?? [])];
    return runServer(new ChildServer('nats-server', args, /Server is ready/), `nats://127.0.0.1:${port}`, port, 'SIGINT', remove);
  });
}

export async function runServer(server: ChildServer, url: string, port: number, stopSignal: 'SIGTERM' | 'SIGINT', remove: () => Promise<void>): Promise<RunningServer> {
  await server.start();
  return {
    url,
    port,
    get pid() {
      return server.pid;
    },
    stop: async () => {
      await server.end(stopSignal);
      await remove();
    },
    kill: () => server.end('SIGKILL'),
    restart: async () => {
      await server.end('SIGKILL');
      await server.start();
    },
  };
}

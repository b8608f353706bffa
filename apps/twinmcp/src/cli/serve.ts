import type { EngineSession } from '../engine/engine-session.ts';
import { VERSION } from '../version.ts';
import { configSources } from './engine-access.ts';
import type { CommandIo, CommonOptions } from './io.ts';

/** The engine with its HTTP edge, or the one that runs already. */
export async function openServer(options: CommonOptions & { host?: string; port?: number }, io: CommandIo): Promise<EngineSession> {
  const [{ resolveDataDir }, { openSession }, { startEngine }] = await Promise.all([import('../engine/data-dir.ts'), import('../engine/engine-session.ts'), import('../engine/start-engine.ts')]);
  const sources = configSources(options, io);
  const dataDir = resolveDataDir(sources);
  return openSession({ dataDir, version: VERSION, signal: io.signal, start: () => startEngine({ dataDir, config: sources, listen: { host: options.host, port: options.port } }) });
}

/** Resolves at Ctrl-C or SIGTERM. */
export function untilStopped(io: CommandIo): Promise<void> {
  if (io.signal.aborted) return Promise.resolve();
  // A listener on a signal keeps no process alive; sockets and timers do. The timer makes the wait independent of them.
  return new Promise((resolve) => {
    const alive = setInterval(() => {}, 60_000);
    io.signal.addEventListener('abort', () => {
      clearInterval(alive);
      resolve();
    }, { once: true });
  });
}

import path from 'node:path';
import type { ConfigTree } from '@twinmcp/configuration';
import { newCallContext, type CallContext } from '@twinmcp/messaging';
import type { EngineSession } from '../engine/engine-session.ts';
import { VERSION } from '../version.ts';
import type { CommandIo, CommonOptions } from './io.ts';
import { badInput } from './report-error.ts';

export interface EngineNeeds {
  /** Other commands may use the engine meanwhile. For commands that run longer than a question. */
  readonly share?: boolean;
  /** An engine started here notices changes of all indexed workspaces. For commands that stay. */
  readonly watch?: boolean;
}

/** Configuration sources of a command: its options win over environment and files. */
export function configSources(options: CommonOptions, io: CommandIo, overrides: ConfigTree = {}) {
  return {
    ...(options.config !== undefined && { files: [path.resolve(io.cwd, options.config)] }),
    env: io.env,
    overrides: { ...overrides, ...(options.dataDir !== undefined && { data_dir: path.resolve(io.cwd, options.dataDir) }) },
  };
}

/**
 * Opens the running engine, or one in this process, for as long as `action` takes. The running one may be another command
 * that ends first (two people's `index` at once): its work is taken over then.
 */
export async function withEngine<T>(options: CommonOptions, io: CommandIo, needs: EngineNeeds, action: (session: EngineSession) => Promise<T>): Promise<T> {
  const { FailoverRpcClient } = await import('../engine/failover-rpc.ts');
  const rpc = new FailoverRpcClient(() => openEngine(options, io, needs));
  try {
    return await action({ ...(await rpc.session()), rpc });
  } finally {
    await rpc.close();
  }
}

export async function openEngine(options: CommonOptions, io: CommandIo, needs: EngineNeeds = {}): Promise<EngineSession> {
  const [{ resolveDataDir }, { openSession }] = await Promise.all([import('../engine/data-dir.ts'), import('../engine/engine-session.ts')]);
  const sources = configSources(options, io);
  const dataDir = resolveDataDir(sources);
  return openSession({
    dataDir,
    version: VERSION,
    share: needs.share ?? false,
    signal: io.signal,
    start: async () => {
      const { startEngine } = await import('../engine/start-engine.ts');
      return startEngine({ dataDir, config: sources, listen: 'none', watch: needs.watch ?? false, logLevel: io.env['TWINMCP_LOGGING__LEVEL'] ? undefined : 'error' });
    },
  });
}

export function callContext(io: CommandIo, timeoutMs = 30_000): CallContext {
  return newCallContext({ timeoutMs, signal: io.signal });
}

/** `--budget 4000 "a question"` and `a question` without quotes both work. */
export function words(args: readonly string[], what: string): string {
  const text = args.join(' ').trim();
  if (text === '') throw badInput(`The ${what} is empty.`);
  return text;
}

import path from 'node:path';
import { MemoryMessageBus, MemoryWorkQueue } from '@twinmcp/bus-memory';
import { mergeLayers, type ConfigTree, type TwinMcpConfig } from '@twinmcp/configuration';
import type { RpcClient } from '@twinmcp/messaging';
import { createLogger, ensureDataDirectory, FileLiveConfig, RPC_CLIENT, startTelemetry, type ConfigSources } from '@twinmcp/platform';
import { SqliteKeyValueStore } from '@twinmcp/sqlite-store';
import { boundYoungGeneration, growHeapSlowly } from './bound-heap.ts';
import type { OwnedEngine } from './engine-session.ts';

export interface StartEngineOptions {
  readonly dataDir: string;
  /** Files and environment; `dataDir`, `listen` and `logLevel` win over them. */
  readonly config?: ConfigSources;
  /** Where REST and MCP are served; members left out come from the configuration. `none`: no HTTP at all, which starts faster. */
  readonly listen: { readonly host?: string; readonly port?: number } | 'none';
  /** Whether changes of indexed workspaces are noticed and the index has a thread of its own, when the configuration allows it. Default true; a command that ends soon needs neither. */
  readonly watch?: boolean;
  readonly logLevel?: TwinMcpConfig['logging']['level'];
}

/** All six services in this process over an in-process bus. The caller holds the lock of the data directory. */
export async function startEngine(options: StartEngineOptions): Promise<OwnedEngine> {
  boundYoungGeneration();
  if (options.watch !== false) growHeapSlowly();
  const dataDir = ensureDataDirectory(options.dataDir);
  const overrides = mergeLayers(options.config?.overrides ?? {}, ownOverrides(options, dataDir));
  const config = FileLiveConfig.start({ ...options.config, overrides });
  const logger = createLogger({ config });
  config.logTo(logger);
  const kv = new SqliteKeyValueStore({ file: path.join(dataDir, 'facts.db'), volatileBuckets: ['leases'], onNotice: (notice) => logger.warn(notice) });
  const bus = new MemoryMessageBus();
  const telemetry = await startTelemetry({ config, logger, service: null });
  const cleanUp = async () => {
    await telemetry.stop();
    await bus.close();
    await kv.close();
    config.close();
  };
  try {
    const { createApplication } = await import('./create-application.ts');
    const { app, url } = await createApplication({ platform: { bus, queue: new MemoryWorkQueue(), kv, config, logger, telemetry, service: null, trustReplies: true, drainTimeoutMs: () => config.current.services.drain_timeout }, listen: options.listen !== 'none' });
    return {
      rpc: app.get<RpcClient>(RPC_CLIENT),
      url,
      close: async () => {
        await app.close();
        await cleanUp();
      },
    };
  } catch (error) {
    await cleanUp();
    throw error;
  }
}

function ownOverrides({ listen, watch, logLevel }: StartEngineOptions, dataDir: string): ConfigTree {
  const gateway = listen === 'none' ? {} : { ...(listen.host !== undefined && { host: listen.host }), ...(listen.port !== undefined && { port: listen.port }) };
  return { data_dir: dataDir, ...(Object.keys(gateway).length > 0 && { gateway }), ...(watch === false && { indexing: { watch: { enabled: false } }, embedding: { index_thread: false } }), ...(logLevel !== undefined && { logging: { level: logLevel } }) };
}

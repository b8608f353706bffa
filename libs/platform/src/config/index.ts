export { ConfigModule } from './config.module.ts';
export type { ConfigLog } from './config-state.ts';
export { defaultConfigFiles } from './config-file.ts';
export { ensureDataDirectory, resolveDataDirectory } from './data-directory.ts';
export { FileLiveConfig, type FileLiveConfigOptions, type ReloadOutcome } from './file-live-config.ts';
export { CONFIG_BUCKET, KvLiveConfig, type KvLiveConfigOptions } from './kv-live-config.ts';
export { loadConfig, resolveConfig, validateConfig, type ConfigSources, type ResolvedConfig } from './load-config.ts';
export { processEnvironment } from './process-environment.ts';
export { StaticLiveConfig } from './static-live-config.ts';

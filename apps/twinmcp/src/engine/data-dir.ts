import { ensureDataDirectory, loadConfig, type ConfigSources } from '@twinmcp/platform';

/** The data directory these sources ask for, absolute and created. Fails with every problem of the configuration. */
export function resolveDataDir(sources: ConfigSources): string {
  return ensureDataDirectory(loadConfig(sources).data_dir);
}

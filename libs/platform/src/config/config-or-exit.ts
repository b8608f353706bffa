import type { ServiceName } from '@twinmcp/contracts';
import { ConfigError } from '@twinmcp/configuration';
import { FileLiveConfig, type FileLiveConfigOptions } from './file-live-config.ts';

/** The configuration of a service process. One that is wrong ends it with 1 and a last line, in the form of its log, that names every problem. */
export function configOrExit(service: ServiceName, options: FileLiveConfigOptions = {}): FileLiveConfig {
  try {
    return FileLiveConfig.start(options);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    // There is no logger without a configuration.
    process.stdout.write(`${JSON.stringify({ level: 'fatal', time: new Date().toISOString(), service, msg: `${service} could not start: ${error.message.replaceAll(/\s*\n\s*/g, ' ')}` })}\n`);
    process.exit(1);
  }
}

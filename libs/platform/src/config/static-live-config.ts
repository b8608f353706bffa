import { configSchema, mergeLayers, type ConfigTree, type TwinMcpConfig } from '@twinmcp/configuration';
import { ConfigState, silentLog } from './config-state.ts';

/** A configuration that changes only when told to; for tests and one-shot commands. */
export class StaticLiveConfig extends ConfigState {
  constructor(config: TwinMcpConfig) {
    super(config, 1, silentLog);
  }

  /** Defaults plus what is given, in the words of the YAML file: `StaticLiveConfig.of({ ast: { max_file_size: '1MB' } })`. */
  static of(values: ConfigTree = {}): StaticLiveConfig {
    return new StaticLiveConfig(configSchema.parse(values));
  }

  /** Applies values over the current ones, as a reload would. Fails with a ZodError and changes nothing when they do not fit. */
  change(values: ConfigTree): void {
    this.accept(configSchema.parse(mergeLayers(this.current as ConfigTree, values)), this.revision + 1);
  }
}

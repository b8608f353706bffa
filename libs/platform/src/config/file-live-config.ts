import { ConfigError, changedKeys, formatProblem, keepRestartKeys, type ConfigProblem, type TwinMcpConfig } from '@twinmcp/configuration';
import { ConfigState, silentLog, type ConfigLog } from './config-state.ts';
import { FileWatcher } from './file-watcher.ts';
import { onHangUp } from './hang-up-signal.ts';
import { resolveConfig, type ConfigSources } from './load-config.ts';

export interface FileLiveConfigOptions extends ConfigSources {
  readonly log?: ConfigLog;
  /** Quiet time after a change of a file before it is read; default 150 ms. */
  readonly debounceMs?: number;
  /** Reload on SIGHUP as well; default true: what would be the signal's own effect, to end the process, nobody wants of a daemon. */
  readonly signals?: boolean;
}

export type ReloadOutcome = { readonly outcome: 'applied' | 'unchanged'; readonly needsRestart: readonly string[] } | { readonly outcome: 'refused'; readonly problems: readonly ConfigProblem[] };

/** Follows the configuration files of this process. A change that does not validate is refused with its reasons logged, and the values in force stay. */
export class FileLiveConfig extends ConfigState {
  readonly #options: FileLiveConfigOptions;
  readonly #watcher: FileWatcher;
  readonly #offHangUp: () => void;
  #needsRestart: readonly string[] = [];

  private constructor(config: TwinMcpConfig, files: readonly string[], options: FileLiveConfigOptions) {
    super(config, 1, options.log ?? silentLog);
    this.#options = options;
    this.#watcher = new FileWatcher(files, options.debounceMs ?? 150, () => this.reload());
    this.#offHangUp = (options.signals ?? true) ? onHangUp(() => this.reload()) : () => {};
  }

  /** Fails with a `ConfigError` that names every problem: there are no old values to keep yet. */
  static start(options: FileLiveConfigOptions = {}): FileLiveConfig {
    const { config, problems, files } = resolveConfig(options);
    if (!config) throw new ConfigError(problems);
    return new FileLiveConfig(config, files, options);
  }

  /** Keys whose new value waits for a restart. */
  get needsRestart(): readonly string[] {
    return this.#needsRestart;
  }

  reload(): ReloadOutcome {
    const { config, problems } = resolveConfig(this.#options);
    if (!config) {
      this.log.warn({ problems: problems.map(formatProblem) }, 'the new configuration is refused, the old one stays in force');
      return { outcome: 'refused', problems };
    }
    this.#needsRestart = changedKeys(this.current, config).filter((key) => key.restart).map((key) => key.path);
    if (this.#needsRestart.length > 0) this.log.warn({ keys: this.#needsRestart }, 'needs restart: these settings are read once at start and were not applied');
    const next = keepRestartKeys(this.current, config);
    const changed = changedKeys(this.current, next).map((key) => key.path);
    if (changed.length === 0) return { outcome: 'unchanged', needsRestart: this.#needsRestart };
    this.accept(next, this.revision + 1);
    this.log.info({ keys: changed, revision: this.revision }, 'the configuration changed');
    return { outcome: 'applied', needsRestart: this.#needsRestart };
  }

  close(): void {
    this.#watcher.close();
    this.#offHangUp();
  }
}

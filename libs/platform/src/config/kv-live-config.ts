import { changedKeys, configSchema, describeIssues, environmentLayer, isTree, mergeLayers, sharedLayer, sharedValues, type ConfigTree, type Environment, type LiveConfig } from '@twinmcp/configuration';
import { backoffMs, errorMessage, isDomainError, sleep } from '@twinmcp/kernel';
import type { KeyValueEntry, KeyValueStore, Subscription } from '@twinmcp/messaging';
import { ConfigState, silentLog, type ConfigLog } from './config-state.ts';
import { processEnvironment } from './process-environment.ts';

export const CONFIG_BUCKET = 'config';
const CONFIG_KEY = 'shared';

export interface KvLiveConfigOptions {
  /** This process's own configuration: start values, restart-only and local keys. Not closed by `close()`. */
  readonly local: LiveConfig;
  readonly store: KeyValueStore;
  /** Whether what `local` says is what all services shall follow. One process of a mesh does so. */
  readonly publish?: boolean;
  /** Variables set for this one process win over what is shared. Default: the environment of this process. */
  readonly env?: Environment;
  readonly log?: ConfigLog;
}

/**
 * The configuration of a mesh: shared through the key-value store, followed by every service. Takes only keys that may
 * change at run time; checks what it is given as strictly as a file, except that keys of a newer release are left out
 * (rolling upgrade). The revision is the store's, so all services that follow name the same number; 0 before the first entry.
 */
export class KvLiveConfig extends ConfigState {
  readonly #options: KvLiveConfigOptions;
  readonly #own: ConfigTree;
  #shared: { values: ConfigTree; revision: number } = { values: {}, revision: 0 };
  #subscription: Subscription | undefined;
  #offLocal: () => void = () => {};
  #publishing: Promise<void> = Promise.resolve();
  readonly #stop = new AbortController();

  private constructor(options: KvLiveConfigOptions) {
    super(options.local.current, 0, options.log ?? silentLog);
    this.#options = options;
    this.#own = environmentLayer(options.env ?? processEnvironment()).values;
  }

  static async start(options: KvLiveConfigOptions): Promise<KvLiveConfig> {
    const live = new KvLiveConfig(options);
    if (options.publish) live.#publishing = live.#publish();
    live.#subscription = await options.store.watch(CONFIG_BUCKET, (entry) => live.#receive(entry));
    live.#offLocal = options.local.onChange(() => {
      if (options.publish) live.#publishing = live.#publishing.then(() => live.#publish());
      else live.#apply(live.#shared);
    });
    return live;
  }

  async close(): Promise<void> {
    this.#offLocal();
    this.#stop.abort();
    await this.#publishing;
    await this.#subscription?.drain();
  }

  #receive(entry: KeyValueEntry): void {
    if (entry.key !== CONFIG_KEY || entry.revision <= this.#shared.revision) return;
    if (!isTree(entry.value)) return; // deleted: what is in force stays
    this.#apply({ values: sharedLayer(entry.value), revision: entry.revision });
  }

  #apply(shared: { values: ConfigTree; revision: number }): void {
    const parsed = configSchema.safeParse(mergeLayers(this.#options.local.current as ConfigTree, shared.values, this.#ownShared()));
    if (!parsed.success) {
      this.log.warn({ problems: describeIssues(parsed.error).map((problem) => `${problem.at.join('.')} ${problem.message}`), revision: shared.revision }, 'the shared configuration is refused, the old one stays in force');
      return;
    }
    const changed = changedKeys(this.current, parsed.data).map((key) => key.path);
    const first = this.#shared.revision === 0;
    this.#shared = shared;
    if (changed.length === 0 && !first && shared.revision === this.revision) return;
    this.accept(parsed.data, shared.revision);
    if (changed.length > 0) this.log.info({ keys: changed, revision: shared.revision }, 'the configuration changed');
  }

  /** Restart-only keys of the environment are in `local` already. */
  #ownShared(): ConfigTree {
    return sharedLayer(flatten(this.#own));
  }

  /** Tries until the values are stored, newer ones are on their way, or this is closed. */
  async #publish(): Promise<void> {
    const { store, local } = this.#options;
    const config = local.current;
    const values = sharedValues(config);
    for (let attempt = 0; !this.#stop.signal.aborted && config === local.current; attempt++) {
      try {
        const entry = await store.get(CONFIG_BUCKET, CONFIG_KEY);
        if (!entry || !sameValues(entry.value, values)) await store.put(CONFIG_BUCKET, CONFIG_KEY, values, entry?.revision ?? 0);
        return;
      } catch (error) {
        // Conflict: another publisher was faster, look again. Else the store is away; meanwhile services keep what they have.
        const conflict = isDomainError(error) && error.code === 'conflict';
        if (!conflict && attempt === 0) this.log.warn({ error: errorMessage(error) }, 'the configuration cannot be shared with the other services yet');
        await sleep(backoffMs({ baseDelayMs: 100, maxDelayMs: 10_000 }, attempt), this.#stop.signal).catch(() => {});
      }
    }
  }
}

function sameValues(stored: unknown, values: Readonly<Record<string, unknown>>): boolean {
  return isTree(stored) && Object.keys(values).every((key) => JSON.stringify(stored[key]) === JSON.stringify(values[key]));
}

function flatten(tree: ConfigTree, prefix = ''): Record<string, unknown> {
  return Object.fromEntries(Object.entries(tree).flatMap(([name, value]) => (isTree(value) ? Object.entries(flatten(value, `${prefix}${name}.`)) : [[`${prefix}${name}`, value]])));
}


import { errorMessage } from '@twinmcp/kernel';
import { ChangeCollector } from './change-collector.ts';
import type { SourceWatch, SourceWatcher, WatchOptions } from './source-watcher.ts';

/** `native`: told by the system. `polling`: compared again and again. `waiting`: the root is not there. */
export type WatchState = 'starting' | 'native' | 'polling' | 'waiting';

export interface WatchSettings {
  readonly debounceMs: number;
  readonly maxDelayMs: number;
  /** How often everything is compared although nothing was told. */
  readonly reconcileMs: number;
  /** The same where the system tells nothing. */
  readonly pollMs: number;
}

export interface WorkspaceWatchPorts {
  readonly root: string;
  readonly watcher: SourceWatcher;
  readonly settings: () => WatchSettings;
  /** Which directory stands at the root, null when there is none. It changes when another takes its place. */
  readonly identify: () => Promise<string | null>;
  readonly ignored: () => Promise<WatchOptions>;
  /** Brings the index to what these paths hold now; null = compare everything. Tells whether the index changed. */
  readonly index: (paths: readonly string[] | null) => Promise<boolean>;
  /** Changes can be found, so long after the first of them was told. */
  readonly onSearchable?: (ms: number) => void;
  readonly onState?: (state: WatchState, reason: string | null) => void;
}

/** More changed paths at once are compared as a whole. */
const MAX_PATHS = 2_000;
/** How often a root that is gone is looked for: one system call. */
const ROOT_POLL_MS = 2_000;
const IGNORE_FILE = /(^|\/)\.(git|twinmcp)ignore$/;

/** Keeps one directory workspace indexed while it changes, whatever becomes of its root and of the system's events. */
export class WorkspaceWatch {
  readonly #ports: WorkspaceWatchPorts;
  readonly #collector: ChangeCollector;
  #state: WatchState = 'starting';
  #reason: string | null = null;
  #since = Date.now();
  #native: SourceWatch | null = null;
  #identity: string | null = null;
  #comparedAt: number | null = null;
  #error: string | null = null;
  #timer: NodeJS.Timeout | undefined;
  /** One change of the watch itself after the other. */
  #steps: Promise<void> = Promise.resolve();
  #stopped = false;
  /** Of the first change that was told and that no run has taken yet, and of the first in the run that goes on. */
  #waitingSince: number | null = null;
  #runningSince: number | null = null;

  constructor(ports: WorkspaceWatchPorts) {
    this.#ports = ports;
    this.#collector = new ChangeCollector({
      debounceMs: () => ports.settings().debounceMs, maxDelayMs: () => ports.settings().maxDelayMs, maxPaths: MAX_PATHS,
      run: (paths) => this.#index(paths),
    });
  }

  get status(): { readonly state: WatchState; readonly reason: string | null; readonly since: number; readonly comparedAt: number | null; readonly error: string | null } {
    return { state: this.#state, reason: this.#reason, since: this.#since, comparedAt: this.#comparedAt, error: this.#error };
  }

  /** When the oldest change was told that cannot be found yet, ms since the epoch; null = none. */
  get behindSince(): number | null {
    return this.#runningSince ?? this.#waitingSince;
  }

  /** Resolves when changes are told, or it is known why not. What changed before is compared then. */
  start(): Promise<void> {
    return this.#step(() => this.#begin());
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#steps;
    await this.#end();
    await this.#collector.close();
  }

  #step(work: () => Promise<void>): Promise<void> {
    return (this.#steps = this.#steps.then(async () => {
      if (!this.#stopped) await work();
    }).catch((error: unknown) => void (this.#error = errorMessage(error))));
  }

  async #begin(): Promise<void> {
    await this.#end();
    this.#identity = await this.#ports.identify();
    if (this.#identity === null) return this.#enter('waiting', 'the folder is not there');
    try {
      this.#native = await this.#ports.watcher.watch(this.#ports.root, await this.#ports.ignored(), {
        changed: (paths) => this.#changed(paths),
        lost: () => this.#collector.addEverything(),
        rootGone: () => void this.#step(() => this.#begin()),
        failed: (reason) => void this.#step(() => this.#fallBack(reason)),
      });
      this.#enter('native', null);
      this.#collector.addEverything();
    } catch (error) {
      await this.#fallBack(errorMessage(error));
    }
  }

  async #fallBack(reason: string): Promise<void> {
    await this.#end();
    this.#enter('polling', `the system cannot watch this folder (${reason}); it is compared every ${this.#ports.settings().pollMs} ms`);
    this.#collector.addEverything();
  }

  async #end(): Promise<void> {
    const native = this.#native;
    this.#native = null;
    await native?.stop().catch(() => {});
  }

  #changed(paths: readonly string[]): void {
    this.#waitingSince ??= Date.now();
    if (paths.includes('')) this.#collector.addEverything();
    else this.#collector.add(paths);
  }

  #enter(state: WatchState, reason: string | null): void {
    if (state !== this.#state || reason !== this.#reason) {
      this.#since = Date.now();
      this.#state = state;
      this.#reason = reason;
      this.#ports.onState?.(state, reason);
    }
    this.#rest();
  }

  #rest(): void {
    clearTimeout(this.#timer);
    if (this.#stopped) return;
    const { reconcileMs, pollMs } = this.#ports.settings();
    this.#timer = setTimeout(() => void this.#step(() => this.#look()), this.#state === 'waiting' ? ROOT_POLL_MS : this.#state === 'polling' ? pollMs : reconcileMs);
    this.#timer.unref?.();
  }

  /** Now and then: is it still the same folder, may the system watch it again, did events get lost? */
  async #look(): Promise<void> {
    const { reconcileMs } = this.#ports.settings();
    const same = (await this.#ports.identify()) === this.#identity;
    const tryAgain = this.#state === 'polling' && Date.now() - this.#since > reconcileMs;
    if (!same || tryAgain) {
      if (tryAgain) this.#since = Date.now();
      return this.#begin();
    }
    if (this.#state !== 'waiting' && !this.#collector.pending) this.#collector.addEverything();
    this.#rest();
  }

  async #index(paths: readonly string[] | null): Promise<void> {
    this.#runningSince = this.#waitingSince;
    this.#waitingSince = null;
    try {
      const changed = await this.#ports.index(paths);
      if (changed && this.#runningSince !== null) this.#ports.onSearchable?.(Date.now() - this.#runningSince);
      this.#error = null;
      if (paths === null) this.#comparedAt = Date.now();
      // Folders that were left out are not watched: other rules, another watch.
      if (paths?.some((path) => IGNORE_FILE.test(path))) void this.#step(() => this.#begin());
    } catch (error) {
      this.#waitingSince = this.#runningSince ?? this.#waitingSince;
      this.#error = errorMessage(error);
      // A root that went away is waited for; trying again would only fail again.
      if ((await this.#ports.identify()) === null) return void this.#step(() => this.#begin());
      throw error;
    } finally {
      this.#runningSince = null;
    }
  }
}

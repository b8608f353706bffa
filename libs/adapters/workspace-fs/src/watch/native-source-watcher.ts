import { lstatSync, readdirSync } from 'node:fs';
import { sep } from 'node:path';
import type { AsyncSubscription, Event } from '@parcel/watcher';
import { errorMessage } from '@twinmcp/kernel';
import type { SourceWatch, SourceWatcher, WatchListener, WatchOptions } from '@twinmcp/workspaces';
import { canonicalRoot } from '../directory-source.ts';

/** A new folder may hold folders that were there before anybody watched it: everything is watched anew, at most this often. */
const RENEW_MS = 1_000;
/** The kernel keeps 16,384 events and drops the rest without a word; who reads this many at once may have missed some. */
const SUSPICIOUS = 8_000;
/**
 * @parcel/watcher 2 reads its list of events and empties it in two steps: what the kernel tells in between is gone without a word.
 * While files change one after the other (a checkout, a formatter, a build) that happens to a few in ten thousand, and on a busy machine once to 8 of 20: so
 * after more than a person saves by hand everything is compared. What is lost of less than that, `indexing.watch.reconcile_interval` finds.
 */
const STORM = { events: 12, quietMs: 750 };

/** The system's file events through @parcel/watcher: inotify, FSEvents, ReadDirectoryChangesW. Costs no CPU while nothing changes. */
export class NativeSourceWatcher implements SourceWatcher {
  async watch(root: string, options: WatchOptions, listener: WatchListener): Promise<SourceWatch> {
    await canonicalRoot(root);
    const watch = new NativeWatch(root, options, listener);
    await watch.subscribe();
    return watch;
  }
}

class NativeWatch implements SourceWatch {
  readonly #root: string;
  readonly #ignore: (string | RegExp)[];
  readonly #listener: WatchListener;
  #subscription: AsyncSubscription | null = null;
  #renewal: NodeJS.Timeout | undefined;
  #renewedAt = 0;
  #storm: { events: number; quiet: NodeJS.Timeout | undefined } = { events: 0, quiet: undefined };
  #steps: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(root: string, options: WatchOptions, listener: WatchListener) {
    this.#root = root;
    this.#listener = listener;
    const names = options.ignoredNames.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    this.#ignore = [...options.ignoredFolders.map((folder) => `${root}/${folder}`).filter((path) => !/[*?[\]{}()!]/.test(path)), ...(names.length > 0 ? [new RegExp(`(?:^|/)(?:${names.join('|')})(?:/|$)`)] : [])];
  }

  async subscribe(): Promise<void> {
    // Loaded when first needed: platforms without a prebuilt module are polled instead.
    const { default: parcel } = await import('@parcel/watcher');
    this.#subscription = await parcel.subscribe(this.#root, (error, events) => this.#told(error, events), { ignore: this.#ignore });
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#renewal);
    clearTimeout(this.#storm.quiet);
    await this.#steps;
    await this.#unsubscribe();
  }

  async #unsubscribe(): Promise<void> {
    const subscription = this.#subscription;
    this.#subscription = null;
    await subscription?.unsubscribe();
  }

  #told(error: Error | null, events: readonly Event[]): void {
    if (this.#stopped) return;
    if (error) return this.#listener.failed(errorMessage(error));
    const prefix = this.#root.endsWith(sep) ? this.#root : this.#root + sep;
    const paths: string[] = [];
    let renew = events.length > SUSPICIOUS;
    for (const { path, type } of events) {
      if (path === this.#root) {
        if (type === 'delete') return this.#listener.rootGone();
      } else if (path.startsWith(prefix)) {
        paths.push(relative(path, prefix));
        if (type === 'create' && !renew && holdsFolders(path)) renew = true;
      }
    }
    if (events.length > SUSPICIOUS) this.#listener.lost('too many events at once');
    else if (paths.length > 0) this.#listener.changed(paths);
    if (renew) this.#renewSoon();
    this.#weather(events.length);
  }

  #weather(events: number): void {
    this.#storm.events += events;
    clearTimeout(this.#storm.quiet);
    this.#storm.quiet = setTimeout(() => {
      const stormy = this.#storm.events > STORM.events;
      this.#storm.events = 0;
      if (stormy && !this.#stopped) this.#listener.lost('many events in a row');
    }, STORM.quietMs);
    this.#storm.quiet.unref();
  }

  #renewSoon(): void {
    this.#renewal ??= setTimeout(() => {
      this.#renewal = undefined;
      this.#renewedAt = Date.now();
      this.#steps = this.#steps.then(() => this.#renew());
    }, Math.max(0, this.#renewedAt + RENEW_MS - Date.now()));
    this.#renewal.unref();
  }

  async #renew(): Promise<void> {
    try {
      if (this.#stopped) return;
      await this.#unsubscribe();
      if (this.#stopped) return;
      await this.subscribe();
      this.#listener.lost('new folders were not watched from their beginning');
    } catch (error) {
      if (!this.#stopped) this.#listener.failed(errorMessage(error));
    }
  }
}

/** Elsewhere than on Windows a backslash is a character of a name like any other. */
function relative(path: string, prefix: string): string {
  const rest = path.slice(prefix.length);
  return sep === '/' ? rest : rest.replaceAll(sep, '/');
}

function holdsFolders(path: string): boolean {
  try {
    return lstatSync(path).isDirectory() && readdirSync(path, { withFileTypes: true }).some((item) => item.isDirectory());
  } catch {
    return false; // a file, a link to nowhere, or gone again
  }
}

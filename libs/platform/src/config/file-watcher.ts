import { createHash } from 'node:crypto';
import { readFileSync, realpathSync, watch, type FSWatcher } from 'node:fs';
import path from 'node:path';

const RETRY_MS = 2_000;

/**
 * Tells when the content of any of the files changed. Watches their directories, not the files: editors replace a file
 * by renaming a new one over it, and mounted configuration swaps a directory link. Events only cause a look; whether
 * anything changed is decided by the content. A directory that is not there yet, or vanishes, is looked for again.
 */
export class FileWatcher {
  readonly #files: readonly string[];
  readonly #debounceMs: number;
  readonly #changed: () => void;
  readonly #watchers = new Map<string, FSWatcher>();
  #pending: NodeJS.Timeout | undefined;
  #retry: NodeJS.Timeout | undefined;
  #digest: string;
  #closed = false;

  constructor(files: readonly string[], debounceMs: number, changed: () => void) {
    this.#files = files;
    this.#debounceMs = debounceMs;
    this.#changed = changed;
    this.#digest = this.#digestNow();
    this.#open();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#pending);
    clearTimeout(this.#retry);
    for (const watcher of this.#watchers.values()) watcher.close();
    this.#watchers.clear();
  }

  #open(): void {
    let missing = false;
    for (const [directory, names] of this.#places()) {
      if (this.#watchers.has(directory)) continue;
      try {
        const watcher = watch(directory, { persistent: false }, (event, name) => {
          // Others may be busy in the same directory. `..data` is the link that a mounted configuration swaps.
          if (name === null || names.has(name) || name.startsWith('..')) this.#look(event === 'rename');
        });
        watcher.on('error', () => this.#lose(directory));
        this.#watchers.set(directory, watcher);
      } catch {
        missing = true;
      }
    }
    if (missing) this.#openLater();
  }

  /** Directory → names to look at in it; where a file is a link, also where it points to. */
  #places(): Map<string, Set<string>> {
    const places = new Map<string, Set<string>>();
    for (const file of this.#files) {
      for (const place of new Set([file, realPath(file)])) {
        const directory = path.dirname(place);
        // Its own name is what a watched directory reports when it is removed.
        const names = places.get(directory) ?? new Set([path.basename(directory)]);
        places.set(directory, names.add(path.basename(place)));
      }
    }
    return places;
  }

  #lose(directory: string): void {
    this.#watchers.get(directory)?.close();
    this.#watchers.delete(directory);
    this.#openLater();
  }

  #openLater(): void {
    if (this.#closed) return;
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => {
      this.#open();
      this.#look(false);
    }, RETRY_MS).unref();
  }

  #look(renamed: boolean): void {
    if (this.#closed) return;
    clearTimeout(this.#pending);
    this.#pending = setTimeout(() => {
      // After a rename the watched directory itself may be gone: a fresh watcher costs nothing and is always right.
      if (renamed) this.#reopen();
      const digest = this.#digestNow();
      if (digest === this.#digest) return;
      this.#digest = digest;
      this.#changed();
    }, this.#debounceMs).unref();
  }

  #reopen(): void {
    for (const watcher of this.#watchers.values()) watcher.close();
    this.#watchers.clear();
    this.#open();
  }

  #digestNow(): string {
    const hash = createHash('sha256');
    for (const file of this.#files) {
      try {
        hash.update(readFileSync(file));
      } catch (error) {
        hash.update(String((error as NodeJS.ErrnoException).code));
      }
      hash.update('\0');
    }
    return hash.digest('hex');
  }
}

function realPath(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return file;
  }
}

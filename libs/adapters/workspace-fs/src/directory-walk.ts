import { isUtf8 } from 'node:buffer';
import { lstatSync, type Dirent, type Stats } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import type { SkippedFile } from '@twinmcp/contracts';
import { LocalError } from '@twinmcp/kernel';
import { IgnoreRules, type IgnoreScope, type PathPolicy, type SourceEntry } from '@twinmcp/workspaces';
import { isRacy, versionOf } from './file-version.ts';
import { readIgnoreFile } from './ignore-files.ts';
import { unreadable } from './unreadable.ts';

export interface WalkOptions {
  readonly root: string;
  readonly policy: PathPolicy;
  readonly maxFileSize: number;
  readonly signal?: AbortSignal;
}

export interface Scopes {
  readonly own: IgnoreScope;
  readonly git: IgnoreScope;
}

/** The contract's limit on a path. */
const MAX_PATH = 4096;
/** Directories read at once. */
const CONCURRENCY = 16;
/** Files asked about in one go: a synchronous `lstat` takes a tenth of an asynchronous one, but others must get their turn. */
const STAT_BATCH = 200;

/** Lists what a workspace holds without opening a file. Never follows a symbolic link, so it cannot leave the root and cannot loop. */
export class DirectoryWalk {
  readonly entries: SourceEntry[] = [];
  readonly skipped: SkippedFile[] = [];
  readonly #options: WalkOptions;
  readonly #pending: { segments: readonly string[]; scopes: Scopes }[] = [];

  constructor(options: WalkOptions) {
    this.#options = options;
  }

  /** All below the root, or below one folder of it, whose own place and name the caller has judged. `scopes`: the rules of the folders above it. */
  async run(scopes: Scopes, segments: readonly string[] = []): Promise<void> {
    this.#pending.push({ segments, scopes });
    let active = 0;
    await new Promise<void>((resolve, reject) => {
      const pump = (): void => {
        while (active < CONCURRENCY && this.#pending.length > 0) {
          active++;
          const { segments, scopes: inherited } = this.#pending.pop()!;
          this.#directory(segments, inherited).then(() => {
            active--;
            pump();
          }, reject);
        }
        if (active === 0) resolve();
      };
      pump();
    });
    this.entries.sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  /** Single paths, each a file or a folder. Where a folder on the way is missing, a link or left out, there is nothing. */
  async visit(paths: readonly string[], scopes: Scopes): Promise<void> {
    const known = new Map<string, Promise<Scopes | null>>([['', this.#scopesOf('', [], scopes)]]);
    const inside = (segments: readonly string[]): Promise<Scopes | null> => {
      const folder = segments.join('/');
      let found = known.get(folder);
      if (!found) known.set(folder, (found = inside(segments.slice(0, -1)).then((above) => (above === null || !this.#isOpen(segments, above) ? null : this.#scopesOf(folder, segments, above)))));
      return found;
    };
    for (const path of paths) {
      const segments = path.split('/');
      const above = await inside(segments.slice(0, -1));
      if (above === null) continue;
      const stat = this.#statOf(path);
      if (!stat) continue;
      const verdict = this.#options.policy.verdict(segments, stat.isDirectory(), above);
      if (verdict) this.#skip(stat.isDirectory() ? `${path}/` : path, verdict.reason, verdict.detail);
      else if (stat.isDirectory()) await this.run(above, segments);
      else this.#file(path);
    }
    this.entries.sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  #isOpen(segments: readonly string[], above: Scopes): boolean {
    return this.#options.policy.verdict(segments, true, above) === null && this.#statOf(segments.join('/'))?.isDirectory() === true;
  }

  /** Null also for what may not be looked at: the walk of everything would not find it either. */
  #statOf(path: string): Stats | null {
    try {
      return lstatSync(`${this.#options.root}/${path}`);
    } catch {
      return null;
    }
  }

  async #scopesOf(folder: string, segments: readonly string[], inherited: Scopes): Promise<Scopes> {
    const directory = folder === '' ? this.#options.root : `${this.#options.root}/${folder}`;
    return this.#withRules(directory, segments.length, ['.gitignore', '.twinmcpignore'], inherited);
  }

  async #directory(segments: readonly string[], inherited: Scopes): Promise<void> {
    if (this.#options.signal?.aborted) throw new LocalError('cancelled', 'listing the workspace was cancelled', this.#options.signal.reason);
    const directory = [this.#options.root, ...segments].join('/');
    let items: Dirent<Buffer>[];
    try {
      items = await readdir(directory, { withFileTypes: true, encoding: 'buffer' });
    } catch (error) {
      if (segments.length === 0) throw error;
      return this.#skip(segments.join('/') + '/', ...unreadable(error));
    }
    const scopes = await this.#scopes(directory, segments.length, items, inherited);
    const files: string[] = [];
    for (const item of items) {
      const name = item.name.toString('utf8');
      const path = segments.length === 0 ? name : `${segments.join('/')}/${name}`;
      if (!isUtf8(item.name)) this.#skip(path, 'invalid-encoding', 'the file name is not valid UTF-8');
      else if (path.length > MAX_PATH) this.#skip(path.slice(0, 200), 'unsupported', `the path is longer than ${MAX_PATH} characters`);
      else this.#item(item, [...segments, name], path, scopes, files);
    }
    for (const [i, path] of files.entries()) {
      if (i % STAT_BATCH === STAT_BATCH - 1) await setImmediate();
      this.#file(path);
    }
  }

  #item(item: Dirent<Buffer>, segments: readonly string[], path: string, scopes: Scopes, files: string[]): void {
    const isDirectory = item.isDirectory();
    const verdict = this.#options.policy.verdict(segments, isDirectory, scopes);
    if (verdict) this.#skip(isDirectory ? `${path}/` : path, verdict.reason, verdict.detail);
    else if (isDirectory) this.#pending.push({ segments, scopes });
    else if (item.isSymbolicLink()) this.#skip(path, 'symlink', 'symbolic links are not followed');
    else if (item.isFile()) files.push(path);
    else this.#skip(path, 'unsupported', 'not a regular file');
  }

  #file(path: string): void {
    try {
      const stat = lstatSync(`${this.#options.root}/${path}`, { bigint: true });
      if (!stat.isFile()) return this.#skip(path, stat.isSymbolicLink() ? 'symlink' : 'unsupported', 'not a regular file');
      const size = Number(stat.size);
      if (size > this.#options.maxFileSize) return this.#skip(path, 'too-large', `${size} bytes; the limit is ${this.#options.maxFileSize}`);
      const racy = isRacy(stat) ? `:${process.hrtime.bigint()}` : '';
      this.entries.push({ path, size, version: `${versionOf(stat)}${racy}` });
    } catch (error) {
      this.#skip(path, ...unreadable(error));
    }
  }

  async #scopes(directory: string, depth: number, items: readonly Dirent<Buffer>[], inherited: Scopes): Promise<Scopes> {
    const names = items.flatMap((item) => (item.isFile() ? [item.name.toString('utf8')] : []));
    return this.#withRules(directory, depth, names.filter((name) => name === '.gitignore' || name === '.twinmcpignore'), inherited);
  }

  async #withRules(directory: string, depth: number, names: readonly string[], inherited: Scopes): Promise<Scopes> {
    let { own, git } = inherited;
    for (const name of names) {
      const text = await readIgnoreFile(`${directory}/${name}`);
      if (text === null) continue;
      const rules = IgnoreRules.parse(text);
      if (name === '.gitignore') git = git.below(rules, depth);
      else own = own.below(rules, depth);
    }
    return { own, git };
  }

  #skip(path: string, reason: SkippedFile['reason'], detail: string): void {
    this.skipped.push({ path, reason, detail });
  }
}

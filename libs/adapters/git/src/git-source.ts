import type { SkippedFile } from '@twinmcp/contracts';
import { DomainError, errorMessage } from '@twinmcp/kernel';
import { IgnoreRules, IgnoreScope, PathPolicy, forbiddenPath, type ReadResult, type Revision, type Snapshot, type SourceEntry, type WorkspaceSourceReader } from '@twinmcp/workspaces';
import type { Baseline } from './baseline.ts';
import type { Environment } from './git-command.ts';
import { GitRepository } from './git-repository.ts';
import type { TreeItem } from './tree-listing.ts';

export interface GitSourceOptions {
  readonly url: string;
  readonly ref: string;
  /** Where bare clones are kept. */
  readonly cacheDir: string;
  readonly env: Environment;
  readonly policy?: PathPolicy;
  /** Default 20 MB. */
  readonly maxFileSize?: number;
  /** Only the commit of the ref is brought, without what came before it. Default false. */
  readonly shallow?: boolean;
}

/** A git repository at a ref. What is committed is wanted, so `.gitignore` does not matter here; `.twinmcpignore` at the root of the commit does. */
export class GitSource implements WorkspaceSourceReader {
  readonly #options: GitSourceOptions;
  readonly #repository: GitRepository;
  readonly #policy: PathPolicy;
  readonly #maxFileSize: number;
  #commit: string | null = null;
  #files = new Map<string, TreeItem>();

  constructor(options: GitSourceOptions) {
    this.#options = options;
    this.#repository = new GitRepository(options);
    this.#policy = options.policy ?? new PathPolicy();
    this.#maxFileSize = options.maxFileSize ?? 20_000_000;
  }

  async snapshot(signal?: AbortSignal): Promise<Snapshot> {
    const commit = await this.#repository.fetch(this.#options.ref, signal);
    await this.#load(commit, signal);
    return this.#list(commit);
  }

  /** The same for a commit that was a snapshot before, here or in another clone. */
  async snapshotAt(commit: string, signal?: AbortSignal): Promise<Snapshot> {
    await this.pin(commit, signal);
    return this.#list(commit);
  }

  /** Reads from this commit from now on, without asking the remote when the clone holds it. */
  async pin(commit: string, signal?: AbortSignal): Promise<void> {
    if (this.#commit === commit) return;
    if (!(await this.#repository.has(commit))) await this.#repository.fetch(commit, signal).catch(() => this.#repository.fetch(this.#options.ref, signal));
    await this.#load(commit, signal);
  }

  async read(path: string): Promise<ReadResult> {
    const forbidden = forbiddenPath(path);
    if (forbidden) return { ok: false, ...forbidden };
    const item = this.#files.get(path);
    if (!item) return { ok: false, reason: 'vanished', detail: 'not in this commit' };
    if (item.mode !== 'file') return { ok: false, reason: item.mode === 'symlink' ? 'symlink' : 'unsupported', detail: item.mode };
    if ((item.size ?? 0) > this.#maxFileSize) return { ok: false, reason: 'too-large', detail: `${item.size} bytes; the limit is ${this.#maxFileSize}` };
    try {
      const content = await this.#repository.blob(item.blob);
      return content ? { ok: true, content } : { ok: false, reason: 'vanished', detail: 'the clone does not hold it' };
    } catch (error) {
      return { ok: false, reason: 'unreadable', detail: errorMessage(error) };
    }
  }

  /** The objects lie in a clone of our own: a file that is missing there is missing in the commit. */
  async assertThere(): Promise<void> {}

  async revision(): Promise<Revision | null> {
    return this.#commit === null ? null : { commit: this.#commit, differs: () => false };
  }

  /** What the repository held at `base`; HEAD is the commit that is read from. */
  async baseline(base: string, signal?: AbortSignal): Promise<Baseline> {
    if (this.#commit === null) throw new DomainError('conflict', 'the source was not read yet');
    return this.#repository.baseline(base, this.#commit, signal);
  }

  async close(): Promise<void> {
    this.#repository.close();
  }

  /** Where the ref stands at the remote now; null when it names a commit, or nothing there. */
  remoteCommit(signal?: AbortSignal): Promise<string | null> {
    return this.#repository.remoteCommit(this.#options.ref, signal);
  }

  /** Deletes the clone of the URL, which all refs share. */
  removeClone(): Promise<void> {
    return this.#repository.remove();
  }

  async #load(commit: string, signal?: AbortSignal): Promise<void> {
    const items = await this.#repository.tree(commit, signal);
    this.#files = new Map(items.map((item) => [item.path, item]));
    this.#commit = commit;
  }

  async #list(commit: string): Promise<Snapshot> {
    const ignore = await this.read('.twinmcpignore');
    const own = ignore.ok ? IgnoreScope.empty.below(IgnoreRules.parse(Buffer.from(ignore.content).toString('utf8')), 0) : IgnoreScope.empty;
    const entries: SourceEntry[] = [];
    const skipped = new Map<string, SkippedFile>();
    for (const item of this.#files.values()) {
      const verdict = this.#verdict(item, own);
      if (verdict) skipped.set(verdict.path, verdict);
      else entries.push({ path: item.path, size: item.size ?? 0, version: item.blob });
    }
    if (this.#commit !== commit) throw new DomainError('conflict', 'the source was moved to another commit while it was listed');
    return { entries, skipped: [...skipped.values()], commit };
  }

  #verdict(item: TreeItem, own: IgnoreScope): SkippedFile | null {
    if (!item.validName) return { path: item.path, reason: 'invalid-encoding', detail: 'the file name is not valid UTF-8' };
    const segments = item.path.split('/');
    const scopes = { own, git: IgnoreScope.empty };
    for (let depth = 1; depth <= segments.length; depth++) {
      const isDirectory = depth < segments.length;
      const verdict = this.#policy.verdict(segments.slice(0, depth), isDirectory, scopes);
      if (verdict) return { path: segments.slice(0, depth).join('/') + (isDirectory ? '/' : ''), ...verdict };
    }
    if (item.mode === 'symlink') return { path: item.path, reason: 'symlink', detail: 'symbolic links are not followed' };
    if (item.mode === 'submodule') return { path: item.path, reason: 'unsupported', detail: 'a submodule: register it as its own workspace' };
    if ((item.size ?? 0) > this.#maxFileSize) return { path: item.path, reason: 'too-large', detail: `${item.size} bytes; the limit is ${this.#maxFileSize}` };
    return null;
  }
}

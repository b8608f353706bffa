import { realpath, stat } from 'node:fs/promises';
import { DomainError } from '@twinmcp/kernel';
import { IgnoreScope, PathPolicy, type BytePart, type PartialSnapshot, type ReadResult, type Revision, type Snapshot, type WorkspaceSourceReader } from '@twinmcp/workspaces';
import { DirectoryWalk } from './directory-walk.ts';
import { inheritedGitScope } from './ignore-files.ts';
import { isPlainRelative, readInside, readPartsInside } from './read-inside.ts';
import { replaceInside } from './replace-inside.ts';

export interface DirectorySourceOptions {
  /** Real path of the root, see `canonicalRoot`. */
  readonly root: string;
  readonly policy?: PathPolicy;
  /** Default 20 MB. */
  readonly maxFileSize?: number;
  /** How the commit for citations is found; default: there is none. */
  readonly revision?: (root: string) => Promise<Revision | null>;
}

const IGNORE_FILE = /(^|\/)\.(git|twinmcp)ignore$/;

/** A local directory as the source of a workspace. */
export class DirectorySource implements WorkspaceSourceReader {
  readonly #root: string;
  readonly #policy: PathPolicy;
  readonly #maxFileSize: number;
  readonly #revision: (root: string) => Promise<Revision | null>;

  constructor(options: DirectorySourceOptions) {
    this.#root = options.root;
    this.#policy = options.policy ?? new PathPolicy();
    this.#maxFileSize = options.maxFileSize ?? 20_000_000;
    this.#revision = options.revision ?? (async () => null);
  }

  async snapshot(signal?: AbortSignal): Promise<Snapshot> {
    await canonicalRoot(this.#root);
    const revision = this.revision();
    revision.catch(() => {}); // awaited below; until then a failure must not count as unhandled
    const walk = new DirectoryWalk({ root: this.#root, policy: this.#policy, maxFileSize: this.#maxFileSize, signal });
    try {
      await walk.run({ own: IgnoreScope.empty, git: await inheritedGitScope(this.#root) });
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code !== undefined) throw new DomainError('workspace-unreadable', `${this.#root} cannot be listed (${code}): check that it exists and that this user may read it`, { cause: error });
      throw error;
    }
    return { entries: walk.entries, skipped: walk.skipped, commit: (await revision)?.commit ?? null };
  }

  /** Null when a file with ignore rules is among the paths: then files elsewhere may come in or go out. */
  async snapshotOf(paths: readonly string[], signal?: AbortSignal): Promise<PartialSnapshot | null> {
    if (paths.some((path) => IGNORE_FILE.test(path))) return null;
    await canonicalRoot(this.#root);
    const revision = this.revision();
    revision.catch(() => {}); // as above
    const walk = new DirectoryWalk({ root: this.#root, policy: this.#policy, maxFileSize: this.#maxFileSize, signal });
    await walk.visit(paths.filter(isPlainRelative), { own: IgnoreScope.empty, git: await inheritedGitScope(this.#root) });
    return { entries: walk.entries, skipped: walk.skipped, commit: (await revision)?.commit ?? null };
  }

  read(path: string): Promise<ReadResult> {
    return readInside(this.#root, path, this.#maxFileSize);
  }

  readParts(path: string, version: string, parts: readonly BytePart[]): Uint8Array[] | null {
    return readPartsInside(this.#root, path, version, parts);
  }

  replace(path: string, before: Uint8Array, after: Uint8Array): Promise<void> {
    return replaceInside(this.#root, path, before, after, this.#maxFileSize);
  }

  async assertThere(): Promise<void> {
    await canonicalRoot(this.#root);
  }

  revision(): Promise<Revision | null> {
    return this.#revision(this.#root);
  }

  async close(): Promise<void> {}
}

/** Real path of a directory that a person named; DomainError `workspace-unreadable` with the reason and the remedy otherwise. */
export async function canonicalRoot(root: string): Promise<string> {
  if (!root.startsWith('/') && !/^[A-Za-z]:[\\/]/.test(root)) throw new DomainError('workspace-unreadable', `${root} is not an absolute path: give the full path of the directory`);
  try {
    const real = await realpath(root);
    if (!(await stat(real)).isDirectory()) throw new DomainError('workspace-unreadable', `${root} is not a directory: give the directory that holds the project`);
    return real;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT') throw new DomainError('workspace-unreadable', `${root} does not exist: check the path`, { cause: error });
    if (code === 'EACCES' || code === 'EPERM') throw new DomainError('workspace-unreadable', `${root} may not be read by this user: change its permissions or run as its owner`, { cause: error });
    if (code === 'ELOOP') throw new DomainError('workspace-unreadable', `${root} is a symbolic link that leads back to itself`, { cause: error });
    throw error;
  }
}

import { mkdir } from 'node:fs/promises';
import { DomainError } from '@twinmcp/kernel';
import { Git } from './git.ts';

export interface TreeEntry {
  readonly path: string;
  readonly blob: string;
}

/**
 * A work tree that moves forward through history and never holds an object from after the commit it stands at: it starts
 * empty and brings one commit at a time. What the engine can see is what a developer had before the labelled commit.
 */
export class HistoryClone {
  readonly folder: string;
  readonly #git: Git;
  readonly #source: string;

  private constructor(folder: string, git: Git, source: string) {
    this.folder = folder;
    this.#git = git;
    this.#source = source;
  }

  static async create(folder: string, source: string, env: Readonly<Record<string, string | undefined>>, signal?: AbortSignal): Promise<HistoryClone> {
    await mkdir(folder, { recursive: true });
    const git = new Git(folder, env, signal);
    await git.text('init', '--quiet', '--template=', '--initial-branch=eval', '.');
    return new HistoryClone(folder, git, source);
  }

  /** Brings `commit` with its ancestors and makes the work tree equal to it; untouched files keep their times. */
  async moveTo(commit: string): Promise<void> {
    if (!(await this.has(commit))) {
      // Protocol 2 serves any commit by its id; no tags, or git would follow those of later commits.
      await this.#git.text('-c', 'protocol.version=2', '-c', 'fetch.writeCommitGraph=false', 'fetch', '--quiet', '--no-tags', '--no-write-fetch-head', '--no-auto-maintenance', '--no-recurse-submodules', this.#source, commit);
    }
    await this.#git.text('checkout', '--quiet', '--force', '--detach', commit);
    await this.#git.text('clean', '-ffdxq');
  }

  has(commit: string): Promise<boolean> {
    return this.#git.succeeds('cat-file', '-e', `${commit}^{commit}`);
  }

  /** Fails when the labelled commit can be read here: then the result would not count. */
  async assertAbsent(commit: string): Promise<void> {
    if (await this.has(commit)) throw new DomainError('conflict', `the evaluation clone holds ${commit}, which is later than the tree that is searched: the result would be a leak`);
  }

  files(commit: string): Promise<TreeEntry[]> {
    return filesOf(this.#git, commit);
  }

  blobs(ids: readonly string[]): Promise<Buffer[]> {
    return this.#git.blobs(ids);
  }
}

/** Files of a tree: no symbolic links, no submodules. */
export async function filesOf(git: Git, commit: string): Promise<TreeEntry[]> {
  const listing = await git.text('ls-tree', '-r', '-z', commit);
  const entries: TreeEntry[] = [];
  for (const entry of listing.split('\0')) {
    const match = /^(\d+) (\w+) ([0-9a-f]+)\t([\s\S]+)$/.exec(entry);
    if (match && match[2] === 'blob' && match[1] !== '120000') entries.push({ path: match[4]!, blob: match[3]! });
  }
  return entries;
}

/** The repository that the labels come from. The engine never sees it. */
export class LabelRepository {
  readonly #git: Git;

  constructor(folder: string, env: Readonly<Record<string, string | undefined>>, signal?: AbortSignal) {
    this.#git = new Git(folder, env, signal);
  }

  /** Ancestors before descendants: bringing the commits in this order brings no labelled commit before its query is done. */
  async oldestFirst(commits: readonly string[]): Promise<string[]> {
    const wanted = new Set(commits);
    const history = (await this.#git.bytes(['rev-list', '--date-order', '--reverse', '--stdin'], `${[...wanted].join('\n')}\n`)).toString('latin1').split('\n');
    return history.filter((commit) => wanted.has(commit));
  }

  /** Null when the commit is not there or is not a child of `parent`. */
  async changesOf(commit: string, parent: string): Promise<string | null> {
    const parents = await this.#git.text('rev-list', '--parents', '--max-count=1', commit).catch(() => '');
    if (!parents.trim().split(' ').slice(1).includes(parent)) return null;
    return this.#git.text('diff', '--no-color', '--no-ext-diff', '--no-textconv', '--no-renames', '--no-prefix', '--src-prefix=a/', '--dst-prefix=b/', '--unified=0', parent, commit);
  }
}

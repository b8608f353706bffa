import path from 'node:path';
import { DomainError } from '@twinmcp/kernel';
import type { Revision } from '@twinmcp/workspaces';
import { openBaseline, resolveCommit, sameBlob, splitBase, type Baseline } from './baseline.ts';
import { GitCommand, type Environment } from './git-command.ts';
import { findGitDirectory, readHead } from './git-head.ts';
import { parseTree } from './tree-listing.ts';

/** Trees kept in memory: a workspace asks for the same commit with every answer. */
const CACHED_TREES = 8;

/**
 * Commit and differences of a directory inside a git repository. A file differs when its content does not hash to the blob
 * of the commit: exact at the moment of asking, and cheaper than `git status`, which reads the whole working tree and may
 * run programs that the repository names.
 */
export class GitInfo {
  readonly #git: GitCommand;
  readonly #trees = new Map<string, Promise<ReadonlyMap<string, string> | null>>();

  constructor(options: { readonly env: Environment }) {
    this.#git = new GitCommand(options.env);
  }

  async revision(root: string): Promise<Revision | null> {
    const directory = findGitDirectory(root);
    if (!directory) return null;
    let commit = readHead(directory);
    if (commit === undefined) commit = await this.#git.run(['rev-parse', '--verify', '--quiet', 'HEAD^{commit}'], { cwd: root, timeoutMs: 5_000 }).then((out) => out.toString().trim(), () => null);
    if (commit === null) return null;
    const blobs = await this.#tree(root, path.relative(directory.top, root).split(path.sep).join('/'), commit);
    // Without the tree nothing can be said to equal the commit.
    return { commit, differs: (file, content) => !sameAs(blobs?.get(file), content), differsFrom: (file, blob) => differsFrom(blobs?.get(file), blob) };
  }

  /** What the directory held at `base`: a branch, tag or commit, with `~n` and `^n` behind it. */
  async baseline(root: string, base: string): Promise<Baseline> {
    const { ref, steps } = splitBase(base);
    const directory = findGitDirectory(root);
    if (!directory) throw new DomainError('unsupported', `${root} is not in a git repository`);
    const commit = await resolveCommit(this.#git, { cwd: root }, ref + steps);
    return openBaseline(this.#git, directory.gitDir, commit, path.relative(directory.top, root).split(path.sep).join('/'));
  }

  #tree(root: string, prefix: string, commit: string): Promise<ReadonlyMap<string, string> | null> {
    const key = `${root}\0${commit}`;
    const known = this.#trees.get(key);
    if (known) return known;
    const tree = this.#git
      .run(['ls-tree', '-r', '-z', '--full-tree', prefix === '' ? commit : `${commit}:${prefix}`], { cwd: root })
      .then((output) => new Map([...parseTree(output)].filter((item) => item.mode === 'file').map((item) => [item.path, item.blob])))
      .catch(() => {
        this.#trees.delete(key); // asked again next time
        return null;
      });
    this.#trees.set(key, tree);
    for (const old of this.#trees.keys()) {
      if (this.#trees.size <= CACHED_TREES) break;
      this.#trees.delete(old);
    }
    return tree;
  }
}

/** Where the ids are of another kind, only the content can tell. A file that the commit does not know differs in any case. */
function differsFrom(known: string | undefined, blob: string): boolean | null {
  if (known === undefined) return true;
  return known.length === blob.length ? known !== blob : null;
}

function sameAs(blob: string | undefined, content: Uint8Array): boolean {
  return blob !== undefined && sameBlob(blob, content);
}

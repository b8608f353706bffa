import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { DomainError, contentHash, errorMessage, isDomainError, isLocalError } from '@twinmcp/kernel';
import { openBaseline, resolveCommit, splitBase, type Baseline } from './baseline.ts';
import { BlobReader } from './blob-reader.ts';
import { GitCommand, GitFailed, type Environment } from './git-command.ts';
import { checkRef, checkUrl, redactUrl } from './git-reference.ts';
import { parseTree, type TreeItem } from './tree-listing.ts';

const FETCH_MS = 15 * 60_000;
const LIST_MS = 60_000;
/** Another user's local repository is read without git's ownership check: a person registered it. */
const UPLOAD_PACK = "git -c 'safe.directory=*' upload-pack";

/** A bare clone of one URL, kept below the data directory; it can be deleted at any time and is fetched again. */
export class GitRepository {
  readonly #git: GitCommand;
  readonly #url: string;
  readonly #local: boolean;
  readonly #shallow: boolean;
  readonly #directory: string;
  readonly #blobs: BlobReader;

  constructor(options: { readonly url: string; readonly cacheDir: string; readonly env: Environment; readonly shallow?: boolean }) {
    const { url, local } = checkUrl(options.url);
    this.#url = url;
    this.#local = local;
    this.#shallow = options.shallow ?? false;
    this.#directory = cloneDirectory(options.cacheDir, url);
    this.#git = new GitCommand(options.env);
    this.#blobs = new BlobReader(this.#git, this.#directory);
  }

  /** Brings the ref (and what it needs) here and says which commit it names now. */
  async fetch(ref: string, signal?: AbortSignal): Promise<string> {
    checkRef(ref);
    await mkdir(path.dirname(this.#directory), { recursive: true, mode: 0o700 });
    const target = `refs/twinmcp/${contentHash(ref, 20)}`;
    // Running init in a repository that is there changes nothing, so a half-made one is completed.
    await this.#run(['init', '--quiet', '--bare', '--', this.#directory], signal);
    try {
      await this.#fetch([...(this.#shallow ? ['--depth=1'] : []), '--', `+${ref}:${target}`], signal);
    } catch (error) {
      if (!(error instanceof GitFailed)) throw this.#unreadable(error);
      // Some servers give only names, not commits: then everything is brought, and the commit is looked up here.
      await this.#fetch(['--', '+refs/heads/*:refs/heads/*', '+refs/tags/*:refs/tags/*'], signal).catch((cause: unknown) => {
        throw this.#unreadable(cause);
      });
      return this.#resolve(ref, signal);
    }
    return this.#resolve(target, signal);
  }

  /** The commit that the ref names at the remote now, without bringing anything; null when it names none there. */
  async remoteCommit(ref: string, signal?: AbortSignal): Promise<string | null> {
    checkRef(ref);
    const pack = this.#local ? ['--upload-pack', UPLOAD_PACK] : [];
    // Patterns match ends of names: `main` also lists refs/heads/feature/main, which is not asked for.
    const output = await this.#run(['ls-remote', '--quiet', ...pack, '--', this.#url, ref, `${ref}^{}`], signal, LIST_MS).catch((error: unknown) => {
      throw this.#unreadable(error);
    });
    const found = new Map(output.toString('utf8').split('\n').map((line) => line.split('\t')).map(([id, name]) => [name, id]));
    for (const name of [ref, `refs/${ref}`, `refs/tags/${ref}`, `refs/heads/${ref}`]) {
      const commit = found.get(`${name}^{}`) ?? found.get(name); // an annotated tag names a tag object, `^{}` its commit
      if (commit !== undefined) return commit;
    }
    return null;
  }

  async has(commit: string): Promise<boolean> {
    return this.#run([`--git-dir=${this.#directory}`, 'cat-file', '-e', `${commit}^{commit}`]).then(() => true, () => false);
  }

  async tree(commit: string, signal?: AbortSignal): Promise<TreeItem[]> {
    return [...parseTree(await this.#run([`--git-dir=${this.#directory}`, 'ls-tree', '-r', '-z', '-l', '--full-tree', commit], signal))];
  }

  blob(id: string): Promise<Buffer | null> {
    return this.#blobs.read(id);
  }

  /** What the repository held at `base`; `head` is what HEAD means. */
  async baseline(base: string, head: string, signal?: AbortSignal): Promise<Baseline> {
    const { ref, steps } = splitBase(base);
    const known = ref === 'HEAD' ? head : /^[0-9a-f]{40,64}$/.test(ref) && (await this.has(ref)) ? ref : await this.#fetchBase(ref, signal);
    return openBaseline(this.#git, this.#directory, await resolveCommit(this.#git, { gitDir: this.#directory }, known + steps), '');
  }

  close(): void {
    this.#blobs.close();
  }

  /** Deletes the clone. */
  async remove(): Promise<void> {
    this.close();
    await rm(this.#directory, { recursive: true, force: true });
  }

  #fetchBase(ref: string, signal?: AbortSignal): Promise<string> {
    return this.fetch(ref, signal).catch((cause: unknown) => {
      if (!isDomainError(cause) || cause.code !== 'workspace-unreadable') throw cause;
      throw new DomainError('not-found', `the repository has no branch, tag or commit "${ref}"`, { cause });
    });
  }

  #run(args: readonly string[], signal?: AbortSignal, timeoutMs?: number): Promise<Buffer> {
    return this.#git.run(args, { signal, timeoutMs });
  }

  /** What stands before `--` are options. */
  async #fetch(given: readonly string[], signal?: AbortSignal): Promise<void> {
    const pack = this.#local ? ['--upload-pack', UPLOAD_PACK] : [];
    const options = given.slice(0, given.indexOf('--'));
    const refspecs = given.slice(options.length + 1);
    await this.#run([`--git-dir=${this.#directory}`, 'fetch', '--quiet', '--force', '--no-tags', '--no-recurse-submodules', '--no-write-fetch-head', ...options, ...pack, '--', this.#url, ...refspecs], signal, FETCH_MS);
  }

  async #resolve(ref: string, signal?: AbortSignal): Promise<string> {
    try {
      return (await this.#run([`--git-dir=${this.#directory}`, 'rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`], signal)).toString().trim();
    } catch (error) {
      if (!(error instanceof GitFailed)) throw error;
      throw new DomainError('workspace-unreadable', `${redactUrl(this.#url)} has no branch, tag or commit "${ref}"`, { cause: error });
    }
  }

  #unreadable(error: unknown): unknown {
    if (isDomainError(error) || isLocalError(error, 'cancelled')) return error;
    if (error instanceof GitFailed && /No space left on device|Disk quota exceeded/.test(error.stderr)) return new DomainError('storage-full', `no space left to clone ${redactUrl(this.#url)} into ${this.#directory}`, { cause: error });
    return new DomainError('workspace-unreadable', `${redactUrl(this.#url)} cannot be fetched: check the URL, the network and the credentials (${redactText(errorMessage(error))})`, { cause: error });
  }
}

/** Where the bare clone of a URL lies. */
export function cloneDirectory(cacheDir: string, url: string): string {
  return path.join(cacheDir, `${contentHash(checkUrl(url).url, 20)}.git`);
}

const redactText = (text: string): string => text.replaceAll(/[a-z]+:\/\/[^\s/@]*@/gi, (match) => redactUrl(match));

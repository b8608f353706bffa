import { DomainError } from '@twinmcp/kernel';
import { BlobReader } from './blob-reader.ts';
import { blobId } from '@twinmcp/workspaces';
import type { GitCommand } from './git-command.ts';
import { checkRef } from './git-reference.ts';
import { parseTree } from './tree-listing.ts';

/** The files of a commit, to compare with what is there now. */
export interface Baseline {
  readonly commit: string;
  readonly paths: Iterable<string>;
  /** Null for a path the commit does not have. Line ends that git converts are no difference. */
  same(path: string, content: Uint8Array): boolean | null;
  read(path: string): Promise<Buffer | null>;
  close(): void;
}

const STEPS = /(?:[~^]\d{0,6})*$/;

/** `main~2` → `main` and `~2`. Nothing else that git would take for an expression is let through. */
export function splitBase(base: string): { readonly ref: string; readonly steps: string } {
  const steps = STEPS.exec(base)![0];
  const ref = base.slice(0, base.length - steps.length);
  if (/^@$/.test(ref)) return { ref: 'HEAD', steps };
  try {
    return { ref: checkRef(ref), steps };
  } catch (cause) {
    throw new DomainError('invalid-input', `"${base}" is no branch, tag or commit: give a name such as main, HEAD~1, v1.2.0 or a commit id`, { cause });
  }
}

export async function resolveCommit(git: GitCommand, place: { readonly cwd?: string; readonly gitDir?: string }, revision: string): Promise<string> {
  const at = place.gitDir === undefined ? [] : [`--git-dir=${place.gitDir}`];
  return git.run([...at, 'rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`], { cwd: place.cwd, timeoutMs: 5_000 }).then(
    (output) => output.toString().trim(),
    (cause: unknown) => {
      throw new DomainError('not-found', `the repository has no branch, tag or commit "${revision}"`, { cause });
    },
  );
}

/** `prefix`: the folder of the repository whose files are meant. */
export async function openBaseline(git: GitCommand, gitDir: string, commit: string, prefix: string): Promise<Baseline> {
  const listing = await git.run([`--git-dir=${gitDir}`, 'ls-tree', '-r', '-z', '--full-tree', prefix === '' ? commit : `${commit}:${prefix}`]).catch(() => Buffer.alloc(0)); // the folder is newer than the commit
  const blobs = new Map([...parseTree(listing)].filter((item) => item.mode === 'file').map((item) => [item.path, item.blob]));
  const reader = new BlobReader(git, gitDir);
  return {
    commit,
    paths: blobs.keys(),
    same: (path, content) => {
      const blob = blobs.get(path);
      return blob === undefined ? null : sameBlob(blob, content);
    },
    read: async (path) => {
      const blob = blobs.get(path);
      return blob === undefined ? null : reader.read(blob);
    },
    close: () => reader.close(),
  };
}

/** Git may have turned CRLF into LF when it stored the file (core.autocrlf, text attributes); that is no difference. */
export function sameBlob(blob: string, content: Uint8Array): boolean {
  if (blobId(content, blob.length) === blob) return true;
  const buffer = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  return buffer.includes('\r\n') && blobId(Buffer.from(buffer.toString('latin1').replaceAll('\r\n', '\n'), 'latin1'), blob.length) === blob;
}

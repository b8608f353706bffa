import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import type { WorkspaceSource } from '@twinmcp/contracts';
import type { CommandIo } from './io.ts';
import { badInput } from './report-error.ts';
import { shellWord } from './text.ts';

const GIT_URL = /^(https?|ssh|git|file):\/\/|^[\w.-]+@[\w.-]+:/;

/** What `index` was given: a git URL, or a folder that is there. */
export async function parseSource(given: string, ref: string | undefined, io: CommandIo): Promise<WorkspaceSource> {
  // `twinmcp index "$UNSET"` must not index whatever the current folder is.
  if (given === '') throw badInput('The folder to index is empty.', 'Name a folder (. for this one), or the URL of a git repository.');
  if (GIT_URL.test(given)) return { kind: 'git', url: given, ref: ref ?? 'HEAD' };
  const folder = path.resolve(io.cwd, given);
  const found = await stat(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') throw badInput(`${folder} does not exist.`, 'Name a folder, or the URL of a git repository.');
    throw badInput(`${folder} cannot be read: ${error.code === 'EACCES' ? 'permission denied' : error.message}.`);
  });
  if (!found.isDirectory()) throw badInput(`${folder} is a file, not a folder.`, `Name the folder it is in: twinmcp index ${shellWord(path.dirname(given))}`);
  // The commit of a folder is whatever is checked out there; with a ref the repository itself is meant.
  if (ref !== undefined) return { kind: 'git', url: await realpath(folder), ref };
  return { kind: 'directory', root: await realpath(folder) };
}

import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { MINED_LOG_ARGUMENTS, mineHistory, parseMinedLog, writeHistorySet, type MiningReport } from '@twinmcp/evaluation';
import { DomainError } from '@twinmcp/kernel';
import { Git } from './git.ts';
import { gitDirectory } from './label-repository.ts';

export const MINED_DEFAULT = 150;
/** Commits that are looked at for each that is wanted; most histories give one in three. */
const READ_FACTOR = 20;

/** The repository's own history as a labelled set. Reads the log only; nothing is written there. */
export async function mineRepository(folder: string, most: number, env: Readonly<Record<string, string | undefined>>, signal: AbortSignal): Promise<MiningReport & { readonly location: string }> {
  const location = await gitDirectory(folder);
  if (location === null) throw new DomainError('invalid-input', `${folder} is not a git repository.`, { details: { hint: 'Name a clone or a bare repository: twinmcp eval --from-git .' } });
  const git = new Git(location, env, signal);
  if (!(await git.succeeds('rev-parse', '--verify', '--quiet', 'HEAD^{commit}'))) throw new DomainError('invalid-input', `${folder} has no commit yet.`);
  if ((await git.text('rev-parse', '--is-shallow-repository')).trim() === 'true') throw new DomainError('invalid-input', `${folder} is a shallow clone: the trees before its commits are not there.`, { details: { hint: 'git fetch --unshallow brings the history.' } });
  const log = await git.text(...MINED_LOG_ARGUMENTS, `--max-count=${most * READ_FACTOR}`, '--no-merges', 'HEAD', '--');
  const name = path.basename(location.replace(/\/(\.git|repo)?$/, '')).replace(/\.git$/, '').replace(/[^\w.-]+/g, '-') || 'repository';
  const mined = mineHistory(name, parseMinedLog(log), most);
  if (mined.set.queries.length === 0) {
    throw new DomainError('invalid-input', `Nothing to measure with in ${folder}: none of its ${mined.read} commits asks for a change of source files.`, { details: { hint: Object.entries(mined.left).map(([why, count]) => `${count}: ${why}`).join('; '), left: mined.left } });
  }
  return { ...mined, location };
}

export async function saveSet(folder: string, set: MiningReport['set']): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [name, text] of Object.entries(writeHistorySet(set))) await writeFile(path.join(folder, name), text);
}

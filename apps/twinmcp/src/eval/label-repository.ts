import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { HistorySet } from '@twinmcp/evaluation';
import { DomainError } from '@twinmcp/kernel';
import type { EvalRun } from './eval-run.ts';
import { Git } from './git.ts';
import { LabelRepository } from './history-clone.ts';

/**
 * Where the history of a set is: `--repo`, else `$TWINMCP_EVAL_REPOS/<owner>+<name>` (a git directory, a clone, or a folder
 * with one named `repo`), else GitHub. A URL is cloned into the run's folder; the engine works in another clone.
 */
export async function openLabelRepository(set: HistorySet, run: Pick<EvalRun, 'repository' | 'env' | 'folder' | 'signal' | 'progress'>): Promise<{ labels: LabelRepository; location: string }> {
  const wanted = run.repository ?? (await inRepositoriesFolder(set.repository, run.env['TWINMCP_EVAL_REPOS'])) ?? `https://github.com/${set.repository}`;
  const local = await gitDirectory(wanted);
  if (local) return { labels: new LabelRepository(local, run.env, run.signal), location: local };
  if (!/^(https?|ssh|file):\/\/|^[\w.-]+@[\w.-]+:/.test(wanted)) throw new DomainError('invalid-input', `${wanted} is not a git repository.`, { details: { hint: `Give the history of ${set.repository} with --repo <git directory or URL>.` } });
  run.progress(`cloning ${wanted}`, 0, 1);
  const folder = path.join(run.folder, 'labels.git');
  await new Git('.', run.env, run.signal).text('clone', '--quiet', '--bare', '--', wanted, folder).catch((cause: Error) => {
    throw new DomainError('not-found', `${wanted} cannot be cloned: ${cause.message}`, { cause, details: { hint: `Give a clone of ${set.repository} with --repo, or put it in $TWINMCP_EVAL_REPOS/${set.repository.replace('/', '+')}.` } });
  });
  return { labels: new LabelRepository(folder, run.env, run.signal), location: folder };
}

async function inRepositoriesFolder(repository: string, folder: string | undefined): Promise<string | null> {
  if (!folder) return null;
  const [owner = '', name = ''] = repository.split('/');
  for (const candidate of [`${owner}+${name}/repo`, `${owner}+${name}`, `${owner}/${name}`, name, `${name}.git`]) {
    const found = await gitDirectory(path.join(folder, candidate));
    if (found) return found;
  }
  return null;
}

/** The folder itself when it is a bare repository or a clone. */
export async function gitDirectory(folder: string): Promise<string | null> {
  const isFolder = async (name: string) => stat(path.join(folder, name)).then((found) => found.isDirectory() || name === '.git', () => false);
  if (await isFolder('.git')) return path.resolve(folder);
  return (await isFolder('objects')) && (await isFolder('refs')) ? path.resolve(folder) : null;
}

import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';

export interface GitDirectory {
  /** Top of the working tree. */
  readonly top: string;
  readonly gitDir: string;
  /** Where refs are shared between worktrees. */
  readonly commonDir: string;
}

/** Looks for `.git` upwards, without starting git: most workspaces ask this often. */
export async function findGitDirectory(root: string): Promise<GitDirectory | null> {
  for (let top = root; ; top = path.dirname(top)) {
    const dot = path.join(top, '.git');
    const found = await stat(dot).catch(() => null);
    if (found?.isDirectory()) return { top, gitDir: dot, commonDir: dot };
    if (found?.isFile()) {
      const target = /^gitdir: (.+)$/m.exec(await readFile(dot, 'utf8').catch(() => ''))?.[1];
      if (target === undefined) return null;
      const gitDir = path.resolve(top, target.trim());
      const common = await readFile(path.join(gitDir, 'commondir'), 'utf8').catch(() => '.');
      return { top, gitDir, commonDir: path.resolve(gitDir, common.trim()) };
    }
    if (path.dirname(top) === top) return null;
  }
}

const OBJECT_ID = /^[0-9a-f]{40}([0-9a-f]{24})?$/;

/** The commit that HEAD stands on, from the files git keeps (gitrepository-layout(5)); null before the first commit, undefined when only git can tell. */
export async function readHead({ gitDir, commonDir }: GitDirectory): Promise<string | null | undefined> {
  let content = (await readFile(path.join(gitDir, 'HEAD'), 'utf8').catch(() => '')).trim();
  for (let hops = 0; hops < 5; hops++) {
    if (OBJECT_ID.test(content)) return content;
    const ref = /^ref: (refs\/[^\0]+)$/.exec(content)?.[1];
    if (ref === undefined || ref.split('/').includes('..') || ref.endsWith('.invalid')) return undefined; // .invalid: the reftable format
    const loose = await readFile(path.join(commonDir, ref), 'utf8').catch(() => null);
    if (loose === null) return packed(commonDir, ref);
    content = loose.trim();
  }
  return undefined;
}

async function packed(commonDir: string, ref: string): Promise<string | null> {
  const refs = await readFile(path.join(commonDir, 'packed-refs'), 'utf8').catch(() => '');
  const line = refs.split('\n').find((candidate) => candidate.endsWith(` ${ref}`));
  const id = line?.split(' ')[0];
  return id !== undefined && OBJECT_ID.test(id) ? id : null;
}

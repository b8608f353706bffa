import { readFileSync, statSync, type Stats } from 'node:fs';
import path from 'node:path';

export interface GitDirectory {
  /** Top of the working tree. */
  readonly top: string;
  readonly gitDir: string;
  /** Where refs are shared between worktrees. */
  readonly commonDir: string;
}

/** Looks for `.git` upwards, without starting git and without the thread pool: every answer asks this, and the kernel has it in memory. */
export function findGitDirectory(root: string): GitDirectory | null {
  for (let top = root; ; top = path.dirname(top)) {
    const dot = path.join(top, '.git');
    const found = statOf(dot);
    if (found?.isDirectory()) return { top, gitDir: dot, commonDir: dot };
    if (found?.isFile()) {
      const target = /^gitdir: (.+)$/m.exec(contentOf(dot) ?? '')?.[1];
      if (target === undefined) return null;
      const gitDir = path.resolve(top, target.trim());
      const common = contentOf(path.join(gitDir, 'commondir')) ?? '.';
      return { top, gitDir, commonDir: path.resolve(gitDir, common.trim()) };
    }
    if (path.dirname(top) === top) return null;
  }
}

const OBJECT_ID = /^[0-9a-f]{40}([0-9a-f]{24})?$/;

/** The commit that HEAD stands on, from the files git keeps (gitrepository-layout(5)); null before the first commit, undefined when only git can tell. */
export function readHead({ gitDir, commonDir }: GitDirectory): string | null | undefined {
  let content = (contentOf(path.join(gitDir, 'HEAD')) ?? '').trim();
  for (let hops = 0; hops < 5; hops++) {
    if (OBJECT_ID.test(content)) return content;
    const ref = /^ref: (refs\/[^\0]+)$/.exec(content)?.[1];
    if (ref === undefined || ref.split('/').includes('..') || ref.endsWith('.invalid')) return undefined; // .invalid: the reftable format
    const loose = contentOf(path.join(commonDir, ref));
    if (loose === null) return packed(commonDir, ref);
    content = loose.trim();
  }
  return undefined;
}

function packed(commonDir: string, ref: string): string | null {
  const refs = contentOf(path.join(commonDir, 'packed-refs')) ?? '';
  const line = refs.split('\n').find((candidate) => candidate.endsWith(` ${ref}`));
  const id = line?.split(' ')[0];
  return id !== undefined && OBJECT_ID.test(id) ? id : null;
}

function statOf(file: string): Stats | null {
  try {
    return statSync(file, { throwIfNoEntry: false }) ?? null;
  } catch {
    return null; // a folder on the way may not be entered
  }
}

function contentOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

import { constants } from 'node:fs';
import { access, open } from 'node:fs/promises';
import path from 'node:path';
import { IgnoreRules, IgnoreScope } from '@twinmcp/workspaces';

/** An ignore file above this is cut: no honest one is near. */
const MAX_BYTES = 512 * 1024;

/** Null when it is not there, not readable, or no regular file. */
export async function readIgnoreFile(file: string): Promise<string | null> {
  try {
    const handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      const stat = await handle.stat();
      if (!stat.isFile()) return null;
      const buffer = Buffer.alloc(Math.min(stat.size, MAX_BYTES));
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, 0);
      return buffer.toString('utf8', 0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch {
    return null;
  }
}

/** What git ignores for reasons outside the root: `.gitignore` of the directories above it in the same repository, and `.git/info/exclude`. */
export async function inheritedGitScope(root: string): Promise<IgnoreScope> {
  const above: string[] = [];
  let top: string | null = null;
  for (let directory = root; ; directory = path.dirname(directory)) {
    if (await exists(path.join(directory, '.git'))) {
      top = directory;
      break;
    }
    above.push(directory);
    if (path.dirname(directory) === directory) break;
  }
  if (top === null) return IgnoreScope.empty;
  const prefixOf = (directory: string): string[] => path.relative(directory, root).split(path.sep).filter((part) => part !== '');
  let scope = IgnoreScope.empty;
  const exclude = await readIgnoreFile(path.join(top, '.git', 'info', 'exclude'));
  if (exclude !== null) scope = scope.above(IgnoreRules.parse(exclude), prefixOf(top));
  const parents = top === root ? [] : [top, ...above.slice(1).reverse()];
  for (const directory of parents) {
    const text = await readIgnoreFile(path.join(directory, '.gitignore'));
    if (text !== null) scope = scope.above(IgnoreRules.parse(text), prefixOf(directory));
  }
  return scope;
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(() => true, () => false);
}

import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** A git repository made of this project's own libraries: real code, no build output. */
export function ownRepository(folders: readonly string[] = ['libs/kernel/src', 'libs/contracts/src', 'libs/domain', 'docs/adr']): { root: string; remove(): void } {
  const root = mkdtempSync(path.join(tmpdir(), 'twinmcp-mesh-'));
  const repository = path.join(root, 'project');
  for (const folder of folders) {
    cpSync(path.join(ROOT, folder), path.join(repository, folder), { recursive: true, filter: (file) => !/\/(dist|node_modules)(\/|$)/.test(file) });
  }
  const git = (...args: string[]) => execFileSync('git', ['-c', 'user.name=test', '-c', 'user.email=test@example.org', ...args], { cwd: repository, stdio: 'ignore' });
  git('init', '-q');
  git('add', '-A');
  git('commit', '-q', '-m', 'Start');
  return { root: repository, remove: () => rmSync(root, { recursive: true, force: true }) };
}

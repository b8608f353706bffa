import path from 'node:path';
import { maskSecrets } from '@twinmcp/syntax';
import type { CommitHistory, CommitRecord } from '@twinmcp/workspaces';
import { GitCommand, type Environment } from './git-command.ts';
import { LOG_FORMAT, parseLog } from './parse-log.ts';

const LOG_MS = 10_000;
const LOG_BYTES = 64 * 1024 * 1024;

/** Reads commits of a work tree (`root`: also a folder below its top) or of a bare repository. What git cannot tell in time is an empty history. */
export class GitHistory implements CommitHistory {
  readonly #git: GitCommand;
  readonly #place: { readonly root: string } | { readonly directory: string };

  constructor(place: { readonly root: string } | { readonly directory: string }, env: Environment) {
    this.#git = new GitCommand(env);
    this.#place = place;
  }

  async read(commit: string, limit: number, signal?: AbortSignal): Promise<readonly CommitRecord[]> {
    if (!/^[0-9a-f]{40,64}$/.test(commit)) return [];
    const args = ['log', '-z', '--no-merges', `--max-count=${limit}`, '--find-renames', '--name-status', '--no-color', '--no-show-signature', '--no-ext-diff', LOG_FORMAT];
    const place = this.#place;
    const output = 'root' in place
      ? await this.#git.run([...args, '--relative', commit, '--', '.'], { cwd: path.resolve(place.root), timeoutMs: LOG_MS, maxBytes: LOG_BYTES, signal })
      : await this.#git.run([`--git-dir=${place.directory}`, ...args, commit, '--'], { timeoutMs: LOG_MS, maxBytes: LOG_BYTES, signal });
    return parseLog(output.toString('utf8')).map((record) => ({ ...record, message: maskSecrets(record.message).text }));
  }
}

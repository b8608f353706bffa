import { execFile, spawn } from 'node:child_process';
import { DomainError } from '@twinmcp/kernel';

const MAX_OUTPUT_BYTES = 512 * 1024 * 1024;

/** Nothing of the user's git configuration, no hooks, no prompts: the same repository gives the same result everywhere. */
export function gitEnvironment(env: Readonly<Record<string, string | undefined>>): NodeJS.ProcessEnv {
  return { PATH: env['PATH'], HOME: env['HOME'], SSH_AUTH_SOCK: env['SSH_AUTH_SOCK'], HTTPS_PROXY: env['HTTPS_PROXY'], https_proxy: env['https_proxy'], LC_ALL: 'C', GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1', GIT_TERMINAL_PROMPT: '0', GIT_LFS_SKIP_SMUDGE: '1' };
}

const SAFE = ['-c', 'core.hooksPath=/dev/null', '-c', 'protocol.ext.allow=never', '-c', 'gc.auto=0', '-c', 'maintenance.auto=false', '-c', 'core.autocrlf=false', '-c', 'safe.directory=*', '-c', 'advice.detachedHead=false'];

export class Git {
  readonly #folder: string;
  readonly #env: NodeJS.ProcessEnv;
  readonly #signal: AbortSignal | undefined;

  constructor(folder: string, env: Readonly<Record<string, string | undefined>>, signal?: AbortSignal) {
    this.#folder = folder;
    this.#env = gitEnvironment(env);
    this.#signal = signal;
  }

  async text(...args: string[]): Promise<string> {
    return (await this.bytes(args)).toString('utf8');
  }

  bytes(args: readonly string[], stdin?: string): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      const child = execFile('git', ['-C', this.#folder, ...SAFE, ...args], { env: this.#env, encoding: 'buffer', maxBuffer: MAX_OUTPUT_BYTES, signal: this.#signal }, (error, stdout, stderr) => {
        if (!error) return resolve(stdout);
        const why = stderr.toString('utf8').trim().split('\n').pop() || error.message;
        reject(new DomainError('invalid-input', `git ${args[0]} failed in ${this.#folder}: ${why}`, { cause: error }));
      });
      child.stdin?.on('error', () => {}); // git may end before it has read everything; its exit code says why
      child.stdin?.end(stdin ?? '');
    });
  }

  async succeeds(...args: string[]): Promise<boolean> {
    return this.bytes(args).then(() => true, () => false);
  }

  /** The objects of these ids, in their order, through one `cat-file --batch`. */
  async blobs(ids: readonly string[]): Promise<Buffer[]> {
    if (ids.length === 0) return [];
    const child = spawn('git', ['-C', this.#folder, ...SAFE, 'cat-file', '--batch'], { env: this.#env, stdio: ['pipe', 'pipe', 'ignore'], signal: this.#signal });
    child.on('error', () => {}); // shows as missing output below
    child.stdin.on('error', () => {});
    child.stdin.end(ids.map((id) => `${id}\n`).join(''));
    const parts: Buffer[] = [];
    for await (const part of child.stdout as AsyncIterable<Buffer>) parts.push(part);
    const output = Buffer.concat(parts);
    const blobs: Buffer[] = [];
    let at = 0;
    for (const id of ids) {
      const end = output.indexOf(0x0a, at);
      const size = Number(/ (\d+)$/.exec(output.toString('latin1', at, Math.max(at, end)))?.[1] ?? Number.NaN);
      if (Number.isNaN(size)) throw new DomainError('invalid-input', `the repository has no object ${id}`);
      blobs.push(output.subarray(end + 1, end + 1 + size));
      at = end + 1 + size + 1;
    }
    return blobs;
  }
}

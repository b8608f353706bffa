import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { DomainError, LocalError } from '@twinmcp/kernel';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface GitRun {
  readonly cwd?: string;
  /** Default 30 s. */
  readonly timeoutMs?: number;
  /** Longest output, bytes. Default 256 MiB. */
  readonly maxBytes?: number;
  readonly signal?: AbortSignal;
}

export class GitFailed extends Error {
  override readonly name: string = 'GitFailed';
  readonly stderr: string;

  constructor(args: readonly string[], code: number | string | null, stderr: string) {
    super(`git ${args.find((arg) => /^[a-z][a-z-]+$/.test(arg)) ?? ''} failed (${code}): ${stderr.slice(0, 500)}`);
    this.stderr = stderr;
  }
}

/**
 * Settings of every call. A repository may bring its own configuration: nothing in it may start a program or open a
 * connection. Ownership is not checked, because only directories that a person registered are read.
 */
const SAFE = [
  '-c', 'safe.directory=*', '-c', 'core.hooksPath=/dev/null', '-c', 'core.fsmonitor=false', '-c', 'core.pager=cat', '-c', 'protocol.ext.allow=never',
  '-c', 'submodule.recurse=false', '-c', 'gc.auto=0', '-c', 'maintenance.auto=false', '-c', 'core.quotePath=false',
];
const FIXED: Environment = {
  GIT_TERMINAL_PROMPT: '0', GIT_OPTIONAL_LOCKS: '0', GIT_NO_LAZY_FETCH: '1', GIT_LITERAL_PATHSPECS: '1', GIT_ALLOW_PROTOCOL: 'file:git:http:https:ssh',
  GIT_PROTOCOL_FROM_USER: '0', GIT_ASKPASS: '/bin/false', SSH_ASKPASS: '/bin/false', LC_ALL: 'C',
};
/** Variables that git sets for its hooks: they would point every call at another repository. */
const POINTERS = /^GIT_(DIR|WORK_TREE|INDEX_FILE|OBJECT_DIRECTORY|ALTERNATE_OBJECT_DIRECTORIES|COMMON_DIR|NAMESPACE|PREFIX|CEILING_DIRECTORIES|CONFIG|CONFIG_PARAMETERS|CONFIG_COUNT|CONFIG_(KEY|VALUE)_\d+|EXTERNAL_DIFF|PAGER|EDITOR|TRACE.*|QUARANTINE_PATH)$/;

/** Starts git, always with an argument array, never through a shell. */
export class GitCommand {
  readonly #env: Record<string, string>;

  constructor(env: Environment) {
    this.#env = { GIT_SSH_COMMAND: 'ssh -oBatchMode=yes' };
    for (const [key, value] of Object.entries(env)) if (value !== undefined && !POINTERS.test(key)) this.#env[key] = value;
    Object.assign(this.#env, FIXED);
  }

  spawn(args: readonly string[], cwd?: string): ChildProcessWithoutNullStreams {
    return spawn('git', [...SAFE, ...args], { cwd, env: this.#env, stdio: ['pipe', 'pipe', 'pipe'], windowsHide: true });
  }

  run(args: readonly string[], options: GitRun = {}): Promise<Buffer> {
    const { timeoutMs = 30_000, maxBytes = 256 * 1024 * 1024, signal } = options;
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(new LocalError('cancelled', 'git was cancelled', signal.reason));
      const child = this.spawn(args, options.cwd);
      const output: Buffer[] = [];
      let size = 0;
      let stderr = '';
      let stopped: Error | null = null;
      const stop = (reason: Error): void => {
        stopped ??= reason;
        child.kill('SIGKILL');
      };
      const timer = setTimeout(() => stop(new LocalError('timeout', `git gave no answer within ${timeoutMs} ms`)), timeoutMs);
      const onAbort = (): void => stop(new LocalError('cancelled', 'git was cancelled', signal?.reason));
      signal?.addEventListener('abort', onAbort, { once: true });
      child.stdout.on('data', (data: Buffer) => {
        size += data.length;
        if (size > maxBytes) stop(new DomainError('payload-too-large', `git answered more than ${maxBytes} bytes`));
        else output.push(data);
      });
      child.stderr.on('data', (data: Buffer) => {
        if (stderr.length < 4_000) stderr += data.toString('utf8');
      });
      child.stdin.on('error', () => {}); // it may end before it reads
      child.on('error', (error: NodeJS.ErrnoException) => {
        stopped ??= error.code === 'ENOENT' && options.cwd === undefined ? new DomainError('unavailable', 'git is not installed: install it, or register a directory instead of a git URL', { cause: error }) : error;
      });
      child.on('close', (code, killedBy) => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', onAbort);
        if (stopped) reject(stopped);
        else if (code === 0) resolve(Buffer.concat(output));
        else reject(new GitFailed(args, code ?? killedBy, stderr.trim()));
      });
      child.stdin.end();
    });
  }
}

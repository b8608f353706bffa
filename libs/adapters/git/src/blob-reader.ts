import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { LocalError } from '@twinmcp/kernel';
import type { GitCommand } from './git-command.ts';

/** The process ends when nobody asked for this long: no idle process stays behind. */
const IDLE_MS = 10_000;
const ANSWER_MS = 30_000;

interface Waiting {
  readonly resolve: (content: Buffer | null) => void;
  readonly reject: (error: Error) => void;
}

/** Reads blobs of one repository through one `git cat-file --batch` process, which starts when first needed. Answers come in the order of the questions. */
export class BlobReader {
  readonly #git: GitCommand;
  readonly #gitDir: string;
  #child: ChildProcessWithoutNullStreams | null = null;
  #waiting: Waiting[] = [];
  #received: Buffer[] = [];
  #size = 0;
  #idle: NodeJS.Timeout | undefined;
  #silence: NodeJS.Timeout | undefined;

  constructor(git: GitCommand, gitDir: string) {
    this.#git = git;
    this.#gitDir = gitDir;
  }

  /** Null when the repository does not hold it. */
  read(blob: string): Promise<Buffer | null> {
    if (!/^[0-9a-f]{40,64}$/.test(blob)) return Promise.reject(new Error(`${blob} is no object id`));
    return new Promise((resolve, reject) => {
      const child = (this.#child ??= this.#start());
      clearTimeout(this.#idle);
      this.#waiting.push({ resolve, reject });
      this.#watchSilence();
      child.stdin.write(`${blob}\n`);
    });
  }

  close(): void {
    clearTimeout(this.#idle);
    clearTimeout(this.#silence);
    this.#child?.kill('SIGKILL');
    this.#fail(new LocalError('cancelled', 'the repository was closed'));
  }

  #start(): ChildProcessWithoutNullStreams {
    const child = this.#git.spawn([`--git-dir=${this.#gitDir}`, 'cat-file', '--batch']);
    this.#received = [];
    this.#size = 0;
    const gone = (why: string) => (): void => {
      if (this.#child === child) this.#fail(new LocalError('disconnected', `git cat-file ${why}`));
    };
    child.on('error', gone('could not start'));
    child.on('close', gone('ended'));
    child.stdin.on('error', gone('does not listen'));
    child.stderr.resume();
    child.stdout.on('data', (data: Buffer) => {
      if (this.#child !== child) return;
      this.#received.push(data);
      this.#size += data.length;
      this.#take();
    });
    child.unref();
    return child;
  }

  /** `<id> blob <size>\n<content>\n`, or `<id> missing\n`. */
  #take(): void {
    while (this.#waiting.length > 0 && this.#size > 0) {
      const head = this.#received[0]!.indexOf(10) >= 0 ? this.#received[0]! : this.#joined();
      const newline = head.indexOf(10);
      if (newline < 0) return;
      const [, type, length] = head.toString('latin1', 0, newline).split(' ');
      const end = type === 'missing' ? newline + 1 : newline + 1 + Number(length) + 1;
      if (this.#size < end) return;
      const all = this.#joined();
      const { resolve } = this.#waiting.shift()!;
      resolve(type === 'blob' ? Buffer.from(all.subarray(newline + 1, end - 1)) : null);
      this.#received = all.length > end ? [all.subarray(end)] : [];
      this.#size -= end;
      this.#watchSilence();
    }
    if (this.#waiting.length === 0) {
      clearTimeout(this.#idle);
      this.#idle = setTimeout(() => this.close(), IDLE_MS);
      this.#idle.unref();
    }
  }

  #joined(): Buffer {
    if (this.#received.length > 1) this.#received = [Buffer.concat(this.#received)];
    return this.#received[0] ?? Buffer.alloc(0);
  }

  #watchSilence(): void {
    clearTimeout(this.#silence);
    if (this.#waiting.length === 0) return;
    this.#silence = setTimeout(() => {
      this.#child?.kill('SIGKILL');
      this.#fail(new LocalError('timeout', `git cat-file gave no answer within ${ANSWER_MS} ms`));
    }, ANSWER_MS);
    this.#silence.unref();
  }

  #fail(error: Error): void {
    this.#child = null;
    clearTimeout(this.#silence);
    for (const { reject } of this.#waiting.splice(0)) reject(error);
  }
}

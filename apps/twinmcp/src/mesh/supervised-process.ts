import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { sleep } from '@twinmcp/kernel';

export interface ProcessDefinition {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** Whose process it is; default: the user's own. */
  readonly user?: { readonly uid: number; readonly gid: number };
  /** SIGTERM by default; a server may mean something else by it. */
  readonly stopSignal?: NodeJS.Signals;
  /** Resolves when the process can take work. */
  readonly ready: () => Promise<boolean>;
  /** Told to stop, it gets so long before it is killed, ms. */
  readonly stopTimeoutMs: number;
}

export interface ProcessEvents {
  line(name: string, text: string): void;
  /** Something a person wants to know: died, started again. */
  notice(name: string, text: string): void;
}

const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 5_000;
/** A process that ran so long died of something new: the delay starts over. */
const STABLE_AFTER_MS = 10_000;
const READY_POLL_MS = 50;
const LAST_WORDS_MS = 500;

/** One process of the mesh: started again when it dies, with growing delays, until it is told to stop. */
export class SupervisedProcess {
  readonly #definition: ProcessDefinition;
  readonly #events: ProcessEvents;
  #child: ChildProcess | null = null;
  #exited: Promise<void> = Promise.resolve();
  #stopping = false;
  #delayMs = FIRST_DELAY_MS;
  #retry: NodeJS.Timeout | null = null;
  #restarts = 0;

  constructor(definition: ProcessDefinition, events: ProcessEvents) {
    this.#definition = definition;
    this.#events = events;
  }

  /** Of the process that runs now; null between death and restart. */
  get pid(): number | null {
    return this.#child?.pid ?? null;
  }

  /** Times it was started again. */
  get restarts(): number {
    return this.#restarts;
  }

  start(): void {
    const { command, args, env, name, user } = this.#definition;
    const startedAt = Date.now();
    // A process group of its own: Ctrl-C in a terminal reaches a whole group at once, and then nothing could stop in order.
    const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'], detached: true, ...user });
    this.#child = child;
    for (const stream of [child.stdout!, child.stderr!]) createInterface({ input: stream }).on('line', (line) => this.#events.line(name, line));
    this.#exited = new Promise((resolve) => {
      let ended = false;
      const end = (how: string) => {
        if (ended) return;
        ended = true;
        this.#child = null;
        resolve();
        if (!this.#stopping) this.#startAgain(how, Date.now() - startedAt);
      };
      child.once('error', (error) => end(error.message));
      child.once('exit', (code, signal) => {
        const how = signal ? `killed by ${signal}` : `exit code ${code}`;
        // `close` comes when the last line has been read; a grandchild that holds the pipe must not hold up the restart.
        child.once('close', () => end(how));
        setTimeout(() => end(how), LAST_WORDS_MS);
      });
    });
  }

  /** Waits until the process says that it is ready; false after `timeoutMs`. */
  async whenReady(timeoutMs: number): Promise<boolean> {
    for (const giveUpAt = Date.now() + timeoutMs; Date.now() < giveUpAt && !this.#stopping; ) {
      if (this.#child && (await this.#definition.ready())) return true;
      await sleep(READY_POLL_MS);
    }
    return false;
  }

  /** A signal to the process; when it dies of it, it is started again. */
  kill(signal: NodeJS.Signals): void {
    this.#child?.kill(signal);
  }

  /** Drains the process and starts it anew at once. */
  async restart(): Promise<void> {
    await this.stop();
    this.#stopping = false;
    this.#restarts++;
    this.start();
  }

  /** SIGTERM, then SIGKILL when it takes too long. */
  async stop(): Promise<void> {
    this.#stopping = true;
    if (this.#retry) clearTimeout(this.#retry);
    const child = this.#child;
    if (!child) return this.#exited;
    child.kill(this.#definition.stopSignal ?? 'SIGTERM');
    const impatience = setTimeout(() => {
      this.#events.notice(this.#definition.name, `did not stop within ${this.#definition.stopTimeoutMs / 1_000} s and is killed`);
      child.kill('SIGKILL');
    }, this.#definition.stopTimeoutMs);
    await this.#exited;
    clearTimeout(impatience);
  }

  #startAgain(how: string, ranMs: number): void {
    if (ranMs > STABLE_AFTER_MS) this.#delayMs = FIRST_DELAY_MS;
    const delay = this.#delayMs;
    this.#delayMs = Math.min(LONGEST_DELAY_MS, delay * 2);
    this.#events.notice(this.#definition.name, `died (${how}); starting it again in ${delay} ms`);
    this.#retry = setTimeout(() => {
      this.#restarts++;
      this.start();
    }, delay);
  }
}

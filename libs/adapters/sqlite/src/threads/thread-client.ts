import type { Worker } from 'node:worker_threads';
import { DomainError, LocalError } from '@twinmcp/kernel';
import { startThread } from './start-thread.ts';
import { errorOfThread, type ThreadCall, type ThreadError, type ThreadReply } from './thread-messages.ts';

export interface ThreadClientOptions {
  /** Calls `serveThread`. */
  readonly program: URL;
  readonly data: unknown;
  /** For messages: 'the thread of the index'. */
  readonly name: string;
  readonly maxYoungMemoryMb?: number;
  readonly onEvent?: (event: never) => void;
  /** The thread ended by itself; what waited for it failed. */
  readonly onFailed?: (why: string) => void;
  /** Errors of the thread that are neither domain nor local errors. Default: an `Error` of that name. */
  readonly revive?: (error: Extract<ThreadError, { family: 'other' }>) => Error;
}

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** Calls into a thread of one's own, started by the first call; one that failed is replaced by the next call. An idle thread does not keep the process alive. */
export class ThreadClient {
  readonly #options: ThreadClientOptions;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | null = null;
  #next = 1;
  #ended = 0;
  #closed = false;

  constructor(options: ThreadClientOptions) {
    this.#options = options;
  }

  /** Threads that ended so far: what an earlier one held is gone. */
  get generation(): number {
    return this.#ended;
  }

  /** Fails with what the thread failed with, `unavailable` when it ended, `refused` when closed. */
  call<T>(method: string, args: readonly unknown[]): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (this.#closed) return reject(new LocalError('refused', `${this.#options.name} is closed`));
      const worker = (this.#worker ??= this.#start());
      const id = this.#next++;
      worker.postMessage({ id, method, args } satisfies ThreadCall);
      worker.ref();
      this.#waiting.set(id, { resolve: resolve as (value: unknown) => void, reject });
    });
  }

  /** What still waits fails. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#stop(new LocalError('refused', `${this.#options.name} is closed`));
  }

  #start(): Worker {
    const { program, data, maxYoungMemoryMb } = this.#options;
    const worker: Worker = startThread(program, {
      data, maxYoungMemoryMb,
      onMessage: (message: ThreadReply) => {
        if (worker === this.#worker) this.#receive(worker, message);
      },
      onEnded: (why) => {
        if (worker !== this.#worker) return;
        const { name, onFailed } = this.#options;
        void this.#stop(new DomainError('unavailable', `${name} ${why}: try again`));
        onFailed?.(`${name} ${why}`);
      },
    });
    return worker;
  }

  #receive(worker: Worker, message: ThreadReply): void {
    if ('event' in message) return this.#options.onEvent?.(message.event as never);
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (this.#waiting.size === 0) worker.unref();
    if ('value' in message) waiting?.resolve(message.value);
    else waiting?.reject(message.error.family === 'other' && this.#options.revive ? this.#options.revive(message.error) : errorOfThread(message.error));
  }

  async #stop(error: Error): Promise<void> {
    const worker = this.#worker;
    if (worker === null) return;
    this.#worker = null;
    this.#ended++;
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of waiting) reject(error);
    await worker.terminate();
  }
}

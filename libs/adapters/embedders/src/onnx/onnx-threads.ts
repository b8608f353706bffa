import { Worker } from 'node:worker_threads';
import { ProviderError } from '@twinmcp/vectorization';
import type { OnnxModel } from './model-folder.ts';
import type { RunResult } from './onnx-runner.ts';
import type { OnnxReply, OnnxRequest, OnnxWorkerData } from './worker-messages.ts';

const fromSource = import.meta.url.endsWith('.ts');
const WORKER = new URL(fromSource ? './onnx.worker.ts' : './onnx.worker.js', import.meta.url);

interface Job {
  readonly texts: readonly string[];
  readonly urgent: boolean;
  readonly resolve: (result: RunResult) => void;
  readonly reject: (error: Error) => void;
}

interface Thread {
  readonly worker: Worker;
  readonly stop: Int32Array;
  job: Job | null;
  timer: NodeJS.Timeout | undefined;
}

export interface ThreadSettings {
  readonly threads: number;
  /** A thread that says nothing for so long is ended, and its texts fail. */
  readonly killAfterMs: number;
  /** Threads beyond the first end when they are idle for so long, and give the memory of their weights back. */
  readonly idleMs: number;
}

/** Worker threads with the model, started when needed. Queries go before documents. */
export class OnnxThreads {
  readonly #model: OnnxModel;
  readonly #settings: ThreadSettings;
  readonly #threads = new Set<Thread>();
  #waiting: Job[] = [];
  #closed = false;

  constructor(model: OnnxModel, settings: ThreadSettings) {
    this.#model = model;
    this.#settings = settings;
  }

  run(texts: readonly string[], urgent: boolean, signal?: AbortSignal): Promise<RunResult> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason as Error);
      if (this.#closed) return reject(new ProviderError('unreachable', 'the embedding model is closed'));
      // What runs is left to its end and its answer dropped.
      const cancel = () => {
        this.#waiting = this.#waiting.filter((other) => other !== job);
        reject(signal!.reason as Error);
      };
      const settled = () => signal?.removeEventListener('abort', cancel);
      const job: Job = { texts, urgent, resolve: (result) => (settled(), resolve(result)), reject: (error) => (settled(), reject(error)) };
      signal?.addEventListener('abort', cancel, { once: true });
      const behind = urgent ? this.#waiting.findIndex((other) => !other.urgent) : -1;
      if (behind === -1) this.#waiting.push(job);
      else this.#waiting.splice(behind, 0, job);
      this.#dispatch();
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    const threads = [...this.#threads];
    const jobs = [...this.#waiting.splice(0), ...threads.flatMap(({ job }) => job ?? [])];
    this.#threads.clear();
    for (const { timer } of threads) clearTimeout(timer);
    for (const job of jobs) job.reject(new ProviderError('unreachable', 'the embedding model was closed'));
    await Promise.all(threads.map((thread) => stopped(thread)));
  }

  #dispatch(): void {
    while (this.#waiting.length > 0 && !this.#closed) {
      const thread = [...this.#threads].find(({ job }) => job === null) ?? (this.#threads.size < this.#settings.threads ? this.#start() : null);
      if (thread === null) return;
      const job = this.#waiting.shift()!;
      thread.job = job;
      thread.worker.ref();
      clearTimeout(thread.timer);
      thread.timer = setTimeout(() => this.#end(thread, `no answer within ${this.#settings.killAfterMs} ms`), this.#settings.killAfterMs);
      thread.worker.postMessage({ id: 0, texts: job.texts } satisfies OnnxRequest);
    }
  }

  #start(): Thread {
    const stop = new Int32Array(new SharedArrayBuffer(4));
    const worker = new Worker(WORKER, { workerData: { model: this.#model, stop } satisfies OnnxWorkerData, execArgv: fromSource ? ['--conditions=twinmcp-source', '--no-warnings'] : [], env: {}, stdout: true, stderr: true });
    worker.stdout.resume();
    worker.stderr.resume();
    const thread: Thread = { worker, stop, job: null, timer: undefined };
    worker.on('message', (reply: OnnxReply) => this.#finish(thread, reply));
    worker.on('error', (error) => this.#end(thread, error instanceof Error ? error.message.slice(0, 200) : 'unknown error'));
    worker.on('exit', () => this.#end(thread, 'its thread stopped'));
    this.#threads.add(thread);
    return thread;
  }

  #finish(thread: Thread, reply: OnnxReply): void {
    const { job } = thread;
    if (job === null || !this.#threads.has(thread)) return;
    thread.job = null;
    clearTimeout(thread.timer);
    thread.worker.unref();
    thread.timer = setTimeout(() => this.#rest(thread), this.#settings.idleMs).unref();
    if ('error' in reply) job.reject(new ProviderError('refused', `the embedding model cannot be used: ${reply.error}`));
    else job.resolve(reply.result);
    this.#dispatch();
  }

  #rest(thread: Thread): void {
    if (thread.job !== null || this.#threads.size <= 1) return;
    this.#threads.delete(thread);
    void stopped(thread);
  }

  #end(thread: Thread, why: string): void {
    if (!this.#threads.delete(thread)) return;
    clearTimeout(thread.timer);
    thread.worker.unref();
    void stopped(thread);
    thread.job?.reject(new ProviderError('unreachable', `the embedding model failed: ${why}`));
    this.#dispatch();
  }
}

/** The native runtime brings the process down when its thread is ended in the middle of a run: the run is waited for, its answer dropped. */
async function stopped({ worker, stop, job }: Thread): Promise<void> {
  if (job !== null) {
    Atomics.store(stop, 0, 1);
    await new Promise<void>((resolve) => {
      worker.once('message', () => resolve());
      worker.once('exit', () => resolve());
    });
  }
  await worker.terminate();
}

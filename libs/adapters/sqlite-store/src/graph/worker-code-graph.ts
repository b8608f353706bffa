import type { Worker } from 'node:worker_threads';
import type { CodeGraph, DuplicatePair, DuplicateVerifier, FindingLimits, ProjectFileReader } from '@twinmcp/code-graph';
import { DomainError, LocalError, errorMessage, type LocalErrorKind } from '@twinmcp/kernel';
import { startThread } from '@twinmcp/sqlite';
import type { FromWorker, GraphMethod, GraphSettings, ToWorker } from './graph-messages.ts';

const WORKER = new URL(import.meta.url.endsWith('.ts') ? './graph.worker.ts' : './graph.worker.js', import.meta.url);
const GRACE_MS = 5_000;

export interface WorkerCodeGraphOptions {
  /** The workspace's `syntax.sqlite`; must be there when the first question comes. */
  readonly file: string;
  readonly projectFiles: ProjectFileReader;
  readonly verifier?: DuplicateVerifier;
  readonly limits?: Partial<FindingLimits>;
  /** Patience with one question. Default 30 s. */
  readonly timeoutMs?: number;
  /** A thread that does not even say that it gave up is stopped after this. Default 5 s. */
  readonly graceMs?: number;
  /** The thread and its memory go after this long without a question. Default 5 minutes. */
  readonly idleMs?: number;
  /** Heap of the thread; past it the thread ends and the next question starts another. Default 640 MB. */
  readonly maxMemoryMb?: number;
  readonly onNotice?: (notice: string) => void;
}

interface Waiting {
  readonly settle: (message: Extract<FromWorker, { type: 'answer' | 'failed' }>) => void;
  readonly fail: (error: Error) => void;
}

/** `CodeGraph` in a thread of its own, started by the first question, closed when idle, replaced when it fails. */
export class WorkerCodeGraph implements CodeGraph {
  readonly #options: WorkerCodeGraphOptions;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | null = null;
  #next = 1;
  #idle: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(options: WorkerCodeGraphOptions) {
    this.#options = options;
  }

  readonly definitions: CodeGraph['definitions'] = (...args) => this.#ask('definitions', args);
  readonly references: CodeGraph['references'] = (...args) => this.#ask('references', args);
  readonly calls: CodeGraph['calls'] = (...args) => this.#ask('calls', args);
  readonly implementations: CodeGraph['implementations'] = (...args) => this.#ask('implementations', args);
  readonly outline: CodeGraph['outline'] = (...args) => this.#ask('outline', args);
  readonly dependencies: CodeGraph['dependencies'] = (...args) => this.#ask('dependencies', args);
  readonly impact: CodeGraph['impact'] = (...args) => this.#ask('impact', args);
  readonly rank: CodeGraph['rank'] = (...args) => this.#ask('rank', args);
  readonly findings: CodeGraph['findings'] = (...args) => this.#ask('findings', args);

  /** The same graph for one caller, who may stop waiting. */
  within({ signal, timeoutMs }: { readonly signal?: AbortSignal; readonly timeoutMs?: number }): CodeGraph {
    const ask = <M extends GraphMethod>(method: M) => ((...args: Parameters<CodeGraph[M]>) => this.#ask(method, args, timeoutMs, signal)) as unknown as CodeGraph[M];
    return { definitions: ask('definitions'), references: ask('references'), calls: ask('calls'), implementations: ask('implementations'), outline: ask('outline'), dependencies: ask('dependencies'), impact: ask('impact'), rank: ask('rank'), findings: ask('findings') };
  }

  /** Whether a thread runs now. */
  get running(): boolean {
    return this.#worker !== null;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#stop(new LocalError('refused', 'the code graph is closed'));
  }

  #ask<M extends GraphMethod>(method: M, args: Parameters<CodeGraph[M]>, timeoutMs = this.#options.timeoutMs ?? 30_000, signal?: AbortSignal): ReturnType<CodeGraph[M]> {
    return new Promise((resolve, reject) => {
      if (this.#closed) return reject(new LocalError('refused', 'the code graph is closed'));
      if (signal?.aborted) return reject(new LocalError('cancelled', 'the question was cancelled', signal.reason));
      clearTimeout(this.#idle);
      const worker = (this.#worker ??= this.#start());
      worker.ref();
      const id = this.#next++;
      const post = (message: ToWorker): void => worker.postMessage(message);
      const giveUp = (error: LocalError): void => {
        if (!this.#waiting.has(id)) return;
        post({ type: 'cancel', id });
        reject(error);
        const kill = setTimeout(() => this.#waiting.has(id) && void this.#stop(new DomainError('unavailable', 'the code graph hung and was stopped: ask again')), this.#options.graceMs ?? GRACE_MS);
        this.#waiting.set(id, { settle: () => { clearTimeout(kill); done(); }, fail: () => clearTimeout(kill) });
      };
      const onAbort = (): void => giveUp(new LocalError('cancelled', 'the question was cancelled', signal?.reason));
      const timer = setTimeout(() => giveUp(new LocalError('timeout', `the code graph gave no answer within ${timeoutMs} ms`)), timeoutMs);
      const done = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', onAbort);
        this.#waiting.delete(id);
        this.#rest();
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      this.#waiting.set(id, {
        settle: (message) => {
          done();
          if (message.type === 'answer') resolve(message.value as Awaited<ReturnType<CodeGraph[M]>>);
          else reject(message.kind === null ? new Error(message.message) : new LocalError(message.kind as LocalErrorKind, message.message));
        },
        fail: (error) => {
          done();
          reject(error);
        },
      });
      post({ type: 'ask', id, method, args, deadlineMs: Date.now() + timeoutMs });
    }) as ReturnType<CodeGraph[M]>;
  }

  #start(): Worker {
    const settings: GraphSettings = { file: this.#options.file, verifies: this.#options.verifier !== undefined, limits: this.#options.limits ?? {} };
    const worker: Worker = startThread(WORKER, {
      data: settings, maxMemoryMb: this.#options.maxMemoryMb ?? 640,
      onMessage: (message: FromWorker) => {
        if (worker !== this.#worker) return;
        if (message.type === 'need') void this.#give(worker, message);
        else this.#waiting.get(message.id)?.settle(message);
      },
      onEnded: (why) => this.#ended(worker, `the code graph ${why}`),
    });
    return worker;
  }

  async #give(worker: Worker, { id, what, input }: Extract<FromWorker, { type: 'need' }>): Promise<void> {
    let value: unknown = null;
    try {
      if (what === 'project-files') value = [...(await this.#options.projectFiles.read(input as readonly string[]))];
      else value = (await this.#options.verifier?.similarities(input as readonly DuplicatePair[])) ?? null;
    } catch (error) {
      this.#options.onNotice?.(`the code graph goes on without ${what}: ${errorMessage(error)}`);
    }
    if (worker === this.#worker) worker.postMessage({ type: 'given', id, value } satisfies ToWorker);
  }

  #ended(worker: Worker, why: string): void {
    if (worker !== this.#worker) return;
    this.#options.onNotice?.(why);
    void this.#stop(new DomainError('unavailable', `${why}: ask again`));
  }

  async #stop(error: Error): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    clearTimeout(this.#idle);
    const waiting = [...this.#waiting.values()]; // failing takes them out of the map
    for (const { fail } of waiting) fail(error);
    this.#waiting.clear();
    await worker?.terminate();
  }

  #rest(): void {
    if (this.#waiting.size > 0 || this.#worker === null) return;
    this.#worker.unref();
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => void this.#stop(new LocalError('refused', 'the code graph was idle')), this.#options.idleMs ?? 300_000);
    this.#idle.unref();
  }
}

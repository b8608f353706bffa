import { availableParallelism } from 'node:os';
import { LocalError } from '@twinmcp/kernel';
import { analyzeText, decodeSource, type AnalyzeInput, type FileAnalysis, type SourceAnalyzer } from '@twinmcp/syntax';
import { AnalysisThread, type Job } from './analysis-thread.ts';
import type { WorkerSettings } from './worker-messages.ts';

export interface TreeSitterAnalyzerOptions {
  /** Worker threads; never more than there are cores. Default: one a core, at most 8. */
  readonly poolSize?: number;
  /** A file that takes longer to parse is indexed as plain text. Default 10,000. */
  readonly analysisTimeoutMs?: number;
  /** Larger files are not parsed. Default 20 MB. */
  readonly maxFileBytes?: number;
  /** Bound of a worker's heap and, apart from it, of its syntax trees. A file that needs more is indexed as plain text. Default 1,024. */
  readonly maxWorkerMemoryMb?: number;
  /** Idle workers end after this time and give their memory back. Default 10,000. */
  readonly idleMs?: number;
  /** Syntax trees kept of files that change, in all threads together. Default: 2,000 entries, 15 minutes, 64 MiB. */
  readonly trees?: { readonly entries?: number; readonly ttlMs?: number; readonly bytes?: number };
  /** How much later than `analysisTimeoutMs` a thread that does not answer is killed. Default 5,000. */
  readonly graceMs?: number;
  /** The program of the threads; tests put one here that misbehaves. */
  readonly workerProgram?: URL;
}

export interface TreeStats {
  /** Files parsed from their last version, and files whose tree was not there or was of no use. */
  readonly hits: number;
  readonly misses: number;
  readonly entries: number;
  readonly bytes: number;
}

/** Jobs a thread holds beside the one it works on. */
const AHEAD = 1;
/** A parse stops itself at its timeout; a thread that still says nothing this much later is killed. */
const GRACE_MS = 5_000;
/** An idle thread is kept for its trees only while its parser holds no more than this: memory never shrinks. */
const KEEP_BELOW_BYTES = 96 * 1_048_576;

/** Syntax trees in worker threads. A file that crashes or hangs its thread costs that thread, and comes back as plain text. */
export class TreeSitterAnalyzer implements SourceAnalyzer {
  readonly concurrency: number;
  /** Raised with every change that gives the same file other symbols or chunks. */
  readonly version = '6';
  private readonly settings: WorkerSettings;
  private readonly poolSize: number;
  private readonly idleMs: number;
  private readonly options: TreeSitterAnalyzerOptions;
  /** Which thread has the tree of a file. The one used longest ago is forgotten first. */
  private readonly homes = new Map<string, AnalysisThread>();
  private hits = 0;
  private misses = 0;
  private lastTreeAt = 0;
  private readonly threads = new Set<AnalysisThread>();
  private readonly waiting: Job[] = [];
  private idleTimer: NodeJS.Timeout | undefined;
  private nextId = 1;
  private closed = false;

  constructor(options: TreeSitterAnalyzerOptions = {}) {
    this.poolSize = Math.max(1, Math.min(options.poolSize ?? 8, availableParallelism()));
    this.idleMs = options.idleMs ?? 10_000;
    this.options = options;
    const { entries = 2_000, ttlMs = 15 * 60_000, bytes = 64 * 1_048_576 } = options.trees ?? {};
    this.settings = {
      analysisTimeoutMs: options.analysisTimeoutMs ?? 10_000, maxFileBytes: options.maxFileBytes ?? 20 * 1024 * 1024, maxWorkerMemoryMb: options.maxWorkerMemoryMb ?? 1_024,
      trees: { entries: Math.ceil(entries / this.poolSize), ttlMs, bytes: Math.ceil(bytes / this.poolSize) },
    };
    this.concurrency = this.poolSize * (1 + AHEAD);
  }

  get treeStats(): TreeStats {
    let [entries, bytes] = [0, 0];
    for (const { state } of this.threads) {
      entries += state.trees;
      bytes += state.treeBytes;
    }
    return { hits: this.hits, misses: this.misses, entries, bytes };
  }

  /** Threads that parse, how many there may be, and files that wait for one. */
  get poolStats(): { readonly inUse: number; readonly size: number; readonly waiting: number } {
    const busy = [...this.threads].filter(({ jobs }) => jobs.length > 0);
    return { inUse: busy.length, size: this.poolSize, waiting: this.waiting.length + busy.reduce((ahead, { jobs }) => ahead + jobs.length - 1, 0) };
  }

  analyze(input: AnalyzeInput, signal?: AbortSignal): Promise<FileAnalysis> {
    if (this.closed) return Promise.reject(new LocalError('refused', 'the analyzer is closed'));
    if (signal?.aborted) return Promise.reject(new LocalError('cancelled', 'analysis cancelled', signal.reason));
    return new Promise((resolve, reject) => {
      const settle = (): void => signal?.removeEventListener('abort', cancel);
      const job: Job = {
        id: this.nextId++, path: input.path, content: input.content, treeKey: input.treeScope === undefined ? null : `${input.treeScope}\0${input.path}`, failure: null,
        done: ({ analysis, reused }) => {
          if (reused !== null) this.count(reused);
          settle();
          resolve(analysis);
        },
        fail: (error) => {
          settle();
          reject(error);
        },
      };
      const cancel = (): void => {
        const index = this.waiting.indexOf(job);
        if (index >= 0) this.waiting.splice(index, 1);
        job.fail(new LocalError('cancelled', 'analysis cancelled', signal?.reason)); // a running one is left to its end and its answer dropped
      };
      signal?.addEventListener('abort', cancel, { once: true });
      this.waiting.push(job);
      this.dispatch();
    });
  }

  /** Stops the threads; what was not answered is refused. */
  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.idleTimer);
    const threads = [...this.threads];
    this.threads.clear();
    const unanswered = [...this.waiting.splice(0), ...threads.flatMap((thread) => thread.jobs)];
    await Promise.all(threads.map((thread) => thread.stop()));
    for (const job of unanswered) job.fail(new LocalError('refused', 'the analyzer was closed'));
  }

  /** Free threads first, then new ones, then a job ahead for busy ones. */
  private dispatch(): void {
    clearTimeout(this.idleTimer);
    while (this.waiting.length > 0) {
      const job = this.waiting[0]!;
      const thread = this.threadFor(job);
      if (!thread) return;
      if (job.treeKey !== null) this.settle(job.treeKey, thread);
      thread.take(this.waiting.shift()!);
    }
    if ([...this.threads].every((thread) => thread.jobs.length === 0)) this.idleTimer = setTimeout(() => this.stopIdle(), this.idleMs).unref();
  }

  /** The thread that has the tree of the file, unless it is busy and another is free: parsing afresh is faster than waiting. */
  private threadFor({ treeKey }: Job): AnalysisThread | null {
    const home = treeKey === null ? undefined : this.homes.get(treeKey);
    if (home?.jobs.length === 0) return home;
    const byLoad = [...this.threads].sort((a, b) => a.jobs.length - b.jobs.length);
    const least = byLoad[0];
    if (least && least.jobs.length === 0) return least;
    if (home && home.jobs.length <= AHEAD) return home;
    if (this.threads.size < this.poolSize) return this.startThread();
    return least && least.jobs.length <= AHEAD ? least : null;
  }

  private settle(treeKey: string, thread: AnalysisThread): void {
    this.homes.delete(treeKey);
    this.homes.set(treeKey, thread);
    for (const oldest of this.homes.keys()) {
      if (this.homes.size <= (this.options.trees?.entries ?? 2_000)) break;
      this.homes.delete(oldest);
    }
  }

  private count(reused: boolean): void {
    this.lastTreeAt = Date.now();
    if (reused) this.hits++;
    else this.misses++;
  }

  private remove(thread: AnalysisThread): void {
    this.threads.delete(thread);
    for (const [key, home] of this.homes) if (home === thread) this.homes.delete(key);
  }

  private startThread(): AnalysisThread {
    const thread = new AnalysisThread(this.settings, this.settings.analysisTimeoutMs + (this.options.graceMs ?? GRACE_MS), {
      idle: () => this.dispatch(),
      gone: (gone, culprit, rest, why) => {
        this.remove(gone);
        this.waiting.unshift(...rest);
        if (culprit) this.retry(culprit, why);
        if (!this.closed) this.dispatch();
      },
    }, this.options.workerProgram);
    this.threads.add(thread);
    return thread;
  }

  /** The file that took its thread down is tried once more, as text; should that fail too, this thread does it. */
  private retry(job: Job, why: string): void {
    if (job.failure === null) {
      job.failure = why;
      this.waiting.unshift(job);
    } else job.done({ id: job.id, analysis: analyzeText(job.path, decodeSource(job.content), { quality: 'degraded', note: job.failure }), reused: null, state: { trees: 0, treeBytes: 0, memoryBytes: 0 }, retire: false });
  }

  /** Threads that hold trees stay until the last tree has expired; the others, and those that grew big, give their memory back. */
  private stopIdle(): void {
    const treesLive = this.lastTreeAt + this.settings.trees.ttlMs - Date.now();
    for (const thread of this.threads) {
      if (thread.jobs.length > 0 || (treesLive > 0 && thread.state.trees > 0 && thread.state.memoryBytes <= KEEP_BELOW_BYTES)) continue;
      this.remove(thread);
      void thread.stop();
    }
    if (this.threads.size > 0) this.idleTimer = setTimeout(() => this.stopIdle(), Math.max(this.idleMs, treesLive)).unref();
  }
}

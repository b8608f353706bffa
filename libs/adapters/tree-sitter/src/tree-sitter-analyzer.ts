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
}

/** Jobs a thread holds beside the one it works on. */
const AHEAD = 1;
/** A parse stops itself at its timeout; a thread that still says nothing this much later is killed. */
const GRACE_MS = 5_000;

/** Syntax trees in worker threads. A file that crashes or hangs its thread costs that thread, and comes back as plain text. */
export class TreeSitterAnalyzer implements SourceAnalyzer {
  readonly concurrency: number;
  /** Raised with every change that gives the same file other symbols or chunks. */
  readonly version = '4';
  private readonly settings: WorkerSettings;
  private readonly poolSize: number;
  private readonly idleMs: number;
  private readonly threads = new Set<AnalysisThread>();
  private readonly waiting: Job[] = [];
  private idleTimer: NodeJS.Timeout | undefined;
  private nextId = 1;
  private closed = false;

  constructor(options: TreeSitterAnalyzerOptions = {}) {
    this.poolSize = Math.max(1, Math.min(options.poolSize ?? 8, availableParallelism()));
    this.idleMs = options.idleMs ?? 10_000;
    this.settings = { analysisTimeoutMs: options.analysisTimeoutMs ?? 10_000, maxFileBytes: options.maxFileBytes ?? 20 * 1024 * 1024, maxWorkerMemoryMb: options.maxWorkerMemoryMb ?? 1_024 };
    this.concurrency = this.poolSize * (1 + AHEAD);
  }

  analyze(input: AnalyzeInput, signal?: AbortSignal): Promise<FileAnalysis> {
    if (this.closed) return Promise.reject(new LocalError('refused', 'the analyzer is closed'));
    if (signal?.aborted) return Promise.reject(new LocalError('cancelled', 'analysis cancelled', signal.reason));
    return new Promise((resolve, reject) => {
      const settle = (): void => signal?.removeEventListener('abort', cancel);
      const job: Job = {
        id: this.nextId++, path: input.path, content: input.content, failure: null,
        done: ({ analysis }) => {
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
      const thread = this.threadFor();
      if (!thread) return;
      thread.take(this.waiting.shift()!);
    }
    if ([...this.threads].every((thread) => thread.jobs.length === 0)) this.idleTimer = setTimeout(() => this.stopIdle(), this.idleMs).unref();
  }

  private threadFor(): AnalysisThread | null {
    const byLoad = [...this.threads].sort((a, b) => a.jobs.length - b.jobs.length);
    const least = byLoad[0];
    if (least && least.jobs.length === 0) return least;
    if (this.threads.size < this.poolSize) return this.startThread();
    return least && least.jobs.length <= AHEAD ? least : null;
  }

  private startThread(): AnalysisThread {
    const thread = new AnalysisThread(this.settings, this.settings.analysisTimeoutMs + GRACE_MS, {
      idle: () => this.dispatch(),
      gone: (gone, culprit, rest, why) => {
        this.threads.delete(gone);
        this.waiting.unshift(...rest);
        if (culprit) this.retry(culprit, why);
        if (!this.closed) this.dispatch();
      },
    });
    this.threads.add(thread);
    return thread;
  }

  /** The file that took its thread down is tried once more, as text; should that fail too, this thread does it. */
  private retry(job: Job, why: string): void {
    if (job.failure === null) {
      job.failure = why;
      this.waiting.unshift(job);
    } else job.done({ id: job.id, analysis: analyzeText(job.path, decodeSource(job.content), { quality: 'degraded', note: job.failure }), retire: false });
  }

  private stopIdle(): void {
    for (const thread of this.threads) if (thread.jobs.length === 0) void thread.stop();
    this.threads.clear();
  }
}

import { Worker } from 'node:worker_threads';
import type { AnalysisReply, AnalysisRequest, ThreadState, WorkerSettings } from './worker-messages.ts';

const fromSource = import.meta.url.endsWith('.ts');
const WORKER = new URL(fromSource ? './analysis.worker.ts' : './analysis.worker.js', import.meta.url);

export interface Job {
  readonly id: number;
  readonly path: string;
  readonly content: Uint8Array;
  readonly treeKey: string | null;
  failure: string | null;
  /** It was first in line when a thread crashed. Its answer may have been lost in the crash of the next one, so once proves nothing. */
  suspected?: boolean;
  readonly done: (reply: AnalysisReply) => void;
  readonly fail: (error: Error) => void;
}

export interface ThreadEvents {
  /** A job ended; the thread may take another. */
  idle(thread: AnalysisThread): void;
  /** The thread is gone. `culprit` was being worked on, `rest` was not. */
  gone(thread: AnalysisThread, culprit: Job | null, rest: readonly Job[], why: string): void;
}

/** One worker thread with the jobs that were handed to it. The first is being worked on; the others save a round trip through a busy main thread. */
export class AnalysisThread {
  readonly jobs: Job[] = [];
  /** As of the last answer. */
  state: ThreadState = { trees: 0, treeBytes: 0, memoryBytes: 0 };
  private readonly worker: Worker;
  private readonly events: ThreadEvents;
  private readonly killAfterMs: number;
  private timer: NodeJS.Timeout | undefined;
  private ended = false;

  constructor(settings: WorkerSettings, killAfterMs: number, events: ThreadEvents, program: URL = WORKER) {
    this.events = events;
    this.killAfterMs = killAfterMs;
    this.worker = new Worker(program, {
      workerData: settings,
      execArgv: fromSource ? ['--conditions=twinmcp-source', '--no-warnings'] : [],
      env: {},
      stdout: true, // the parent's stdout may be a protocol stream (MCP over stdio)
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: settings.maxWorkerMemoryMb },
    });
    this.worker.stdout.resume();
    this.worker.stderr.resume();
    this.worker.on('message', (reply: AnalysisReply) => this.finish(reply));
    this.worker.on('error', (error) => this.end(`the analysis thread failed: ${messageOf(error)}`));
    this.worker.on('exit', () => this.end('the analysis thread stopped'));
    this.worker.unref();
  }

  take(job: Job): void {
    this.jobs.push(job);
    const content = new Uint8Array(job.content); // the caller keeps its bytes, and a retry needs them
    const request: AnalysisRequest = { id: job.id, path: job.path, content, treeKey: job.treeKey, failure: job.failure };
    this.worker.postMessage(request, [content.buffer]);
    if (this.jobs.length === 1) this.watch();
  }

  async stop(): Promise<void> {
    this.ended = true;
    clearTimeout(this.timer);
    await this.worker.terminate();
  }

  private finish(reply: AnalysisReply): void {
    if (this.ended || this.jobs[0]?.id !== reply.id) return;
    const job = this.jobs.shift()!;
    this.state = reply.state;
    if (reply.retire) this.retire();
    else this.watch();
    job.done(reply);
    if (!this.ended) this.events.idle(this);
  }

  private watch(): void {
    clearTimeout(this.timer);
    const job = this.jobs[0];
    if (!job) return this.worker.unref();
    this.worker.ref();
    this.timer = setTimeout(() => {
      // A main thread that was busy sees its timers before the messages that came in meanwhile.
      setImmediate(() => {
        if (this.jobs[0] === job) this.end(`no answer within ${this.killAfterMs} ms`, true);
      });
    }, this.killAfterMs);
  }

  private retire(): void {
    this.ended = true;
    clearTimeout(this.timer);
    void this.worker.terminate();
    this.events.gone(this, null, this.jobs.splice(0), 'retired');
  }

  /** `sure`: the first in line is the culprit for certain. */
  private end(why: string, sure = false): void {
    if (this.ended) return;
    this.ended = true;
    clearTimeout(this.timer);
    void this.worker.terminate();
    const [culprit, ...rest] = this.jobs.splice(0);
    if (culprit && !sure && culprit.suspected !== true && rest.length > 0) {
      culprit.suspected = true;
      return this.events.gone(this, null, [culprit, ...rest], why);
    }
    this.events.gone(this, culprit ?? null, rest, why);
  }
}

/** By its shape: an error that crossed a thread is not always an instance of this realm's class. */
function messageOf(error: unknown): string {
  const message = (error as { message?: unknown } | null)?.message;
  return typeof message === 'string' ? message.slice(0, 200) : 'unknown error';
}

import { Worker } from 'node:worker_threads';

export interface ThreadOptions {
  /** `workerData` of the program; must be cloneable. */
  readonly data: unknown;
  /** Heap of the thread, past which it ends. Default: what Node gives it. */
  readonly maxMemoryMb?: number;
  /** Bounds how far the thread's young generation grows, which is memory that is never given back. */
  readonly maxYoungMemoryMb?: number;
  readonly onMessage: (message: never) => void;
  /** Once, however the thread ended. */
  readonly onEnded: (why: string) => void;
}

/** A worker thread as this project runs them: from source or build alike, without the environment, and without a way to the parent's output, which may be a protocol stream. */
export function startThread(program: URL, { data, maxMemoryMb, maxYoungMemoryMb, onMessage, onEnded }: ThreadOptions): Worker {
  const worker = new Worker(program, {
    workerData: data, execArgv: program.pathname.endsWith('.ts') ? ['--conditions=twinmcp-source', '--no-warnings'] : [], env: {},
    stdout: true, stderr: true,
    resourceLimits: { ...(maxMemoryMb !== undefined && { maxOldGenerationSizeMb: maxMemoryMb }), ...(maxYoungMemoryMb !== undefined && { maxYoungGenerationSizeMb: maxYoungMemoryMb }) },
  });
  worker.stdout.resume();
  worker.stderr.resume();
  let ended = false;
  const end = (why: string): void => {
    if (ended) return;
    ended = true;
    onEnded(why);
  };
  worker.on('message', onMessage as (message: unknown) => void);
  worker.on('error', (error) => end(`failed: ${(error instanceof Error ? error.message : String(error)).slice(0, 200)}`));
  worker.on('exit', () => end('stopped'));
  return worker;
}

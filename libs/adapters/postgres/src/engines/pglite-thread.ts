import { Duplex } from 'node:stream';
import { Worker } from 'node:worker_threads';
import type { FromWorker, ToWorker } from './pglite-messages.ts';

const WORKER = new URL(import.meta.url.endsWith('.ts') ? './pglite.worker.ts' : './pglite.worker.js', import.meta.url);

/** PGlite in its thread, spoken to in the protocol of PostgreSQL. */
export class PgliteThread {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, { resolve(data: Uint8Array): void; reject(error: Error): void }>();
  #last = 0;
  #gone: Error | null = null;

  private constructor(worker: Worker) {
    this.#worker = worker;
    worker.on('message', (message: FromWorker) => {
      if (message.kind !== 'done') return;
      const waiting = this.#waiting.get(message.id);
      this.#waiting.delete(message.id);
      if (message.error !== undefined) waiting?.reject(new Error(message.error));
      else waiting?.resolve(message.data ?? new Uint8Array());
    });
    worker.on('error', (error) => this.#end(error));
    worker.on('exit', (code) => this.#end(new Error(`connection terminated: the thread of PGlite ended with ${code}`)));
  }

  static start(folder: string): Promise<PgliteThread> {
    // The parent's standard output may be a protocol stream (MCP over stdio).
    const worker = new Worker(WORKER, { workerData: { folder }, execArgv: ['--no-warnings'], env: {}, stdout: true, stderr: true });
    worker.stdout.resume();
    worker.stderr.resume();
    return new Promise((resolve, reject) => {
      const fail = (error: Error) => {
        void worker.terminate();
        reject(error);
      };
      worker.once('error', fail);
      worker.once('exit', (code) => reject(new Error(`the thread of PGlite ended with ${code} before it was ready`)));
      worker.once('message', (message: FromWorker) => {
        if (message.kind !== 'ready') return fail(new Error(`PGlite cannot open ${folder}: ${message.kind === 'failed' ? message.reason : 'unexpected answer'}`));
        worker.off('error', fail).removeAllListeners('exit');
        resolve(new PgliteThread(worker));
      });
    });
  }

  ask(kind: ToWorker['kind'], data?: Uint8Array): Promise<Uint8Array> {
    if (this.#gone) return Promise.reject(this.#gone);
    return new Promise((resolve, reject) => {
      const id = ++this.#last;
      this.#waiting.set(id, { resolve, reject });
      this.#worker.postMessage({ id, kind, data } satisfies ToWorker);
    });
  }

  /** What `pg` takes for its socket. */
  connection(): Duplex {
    return new PgliteConnection(this);
  }

  async close(): Promise<void> {
    try {
      if (!this.#gone) await this.ask('close');
    } finally {
      await this.#worker.terminate();
    }
  }

  #end(error: Error): void {
    this.#gone ??= error;
    for (const { reject } of this.#waiting.values()) reject(this.#gone);
    this.#waiting.clear();
  }
}

const TERMINATE = 'X'.charCodeAt(0);

/** `pg` writes whole messages; those of one write are answered together. */
class PgliteConnection extends Duplex {
  readonly #thread: PgliteThread;

  constructor(thread: PgliteThread) {
    super({ allowHalfOpen: false });
    this.#thread = thread;
  }

  override _read(): void {
    // pushed when it comes
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    const end = chunk[0] === TERMINATE;
    this.#thread.ask(end ? 'reset' : 'messages', end ? undefined : new Uint8Array(chunk)).then((data) => {
      if (end) this.push(null);
      else if (data.length > 0) this.push(Buffer.from(data.buffer, data.byteOffset, data.byteLength));
      done();
    }, done);
  }

  /** What `net.Socket` has and `pg` calls. */
  connect(): this {
    setImmediate(() => this.emit('connect'));
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }
}

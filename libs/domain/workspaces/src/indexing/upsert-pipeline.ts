import type { FileChunks } from '@twinmcp/contracts';
import type { ChunkSink } from '../chunk-sink.ts';
import type { IndexedFile, SyntaxStore } from '../syntax-store.ts';
import { splitFile } from './split-file.ts';

export interface PipelineLimits {
  /** Bytes of JSON in one message. */
  readonly batchBytes: number;
  readonly batchFiles: number;
  /** Batches in flight at once. */
  readonly concurrency: number;
}

/**
 * Collects analysed files into messages, keeps a bounded number of them in flight, and commits a file to the store only
 * after the chunk index has acknowledged all of it. `add` waits while the pipeline is full: that is the back-pressure.
 */
export class UpsertPipeline {
  readonly #sink: ChunkSink;
  readonly #store: SyntaxStore;
  readonly #limits: PipelineLimits;
  readonly #onCommitted: (files: readonly IndexedFile[]) => void;
  readonly #inFlight = new Set<Promise<void>>();
  #files: IndexedFile[] = [];
  #messages: FileChunks[] = [];
  #bytes = 0;
  #failure: { readonly error: unknown } | null = null;

  constructor(sink: ChunkSink, store: SyntaxStore, limits: PipelineLimits, onCommitted: (files: readonly IndexedFile[]) => void) {
    this.#sink = sink;
    this.#store = store;
    this.#limits = limits;
    this.#onCommitted = onCommitted;
  }

  async add(file: IndexedFile, chunks: Omit<FileChunks, 'part' | 'last'>): Promise<void> {
    const { parts, sizes, cutChunks } = splitFile(chunks, this.#limits.batchBytes);
    const indexed = cutChunks === 0 ? file : { ...file, entry: { ...file.entry, quality: 'degraded' as const, issue: 'too-large' as const, note: `${cutChunks} chunks longer than a message were cut` } };
    if (parts.length > 1) return this.#start([indexed], parts.map((part) => [part]));
    if (this.#bytes + sizes[0]! > this.#limits.batchBytes || this.#files.length >= this.#limits.batchFiles) await this.#send();
    this.#files.push(indexed);
    // A file without chunks leaves nothing to find; its absence in the chunk index is the truth.
    if (parts[0]!.chunks.length > 0) {
      this.#messages.push(parts[0]!);
      this.#bytes += sizes[0]!;
    }
  }

  /** Resolves when everything added is committed. */
  async flush(): Promise<void> {
    await this.#send();
    await this.settle();
    this.#rethrow();
  }

  /** Waits for what is in flight, whatever becomes of it. */
  async settle(): Promise<void> {
    await Promise.allSettled(this.#inFlight);
  }

  async #send(): Promise<void> {
    const [files, messages] = [this.#files, this.#messages];
    this.#files = [];
    this.#messages = [];
    this.#bytes = 0;
    if (files.length > 0) await this.#start(files, messages.length > 0 ? [messages] : []);
  }

  /** Messages of one call go one after the other: the parts of a file have an order. */
  async #start(files: readonly IndexedFile[], messages: readonly (readonly FileChunks[])[]): Promise<void> {
    while (this.#inFlight.size >= this.#limits.concurrency) await Promise.race(this.#inFlight);
    this.#rethrow();
    const task = this.#deliver(files, messages).catch((error: unknown) => {
      this.#failure ??= { error };
    });
    this.#inFlight.add(task);
    void task.finally(() => this.#inFlight.delete(task));
  }

  async #deliver(files: readonly IndexedFile[], messages: readonly (readonly FileChunks[])[]): Promise<void> {
    const emptied = files.filter((file) => file.entry.chunks === 0).map((file) => file.entry.path);
    if (emptied.length > 0) await this.#sink.delete(emptied);
    for (const message of messages) await this.#sink.upsert(message);
    await this.#store.commitFiles(files);
    this.#onCommitted(files);
  }

  #rethrow(): void {
    if (this.#failure) throw this.#failure.error;
  }
}

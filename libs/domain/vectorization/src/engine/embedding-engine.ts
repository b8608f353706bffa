import { Semaphore, sleep } from '@twinmcp/kernel';
import { LOCAL_LIMITS, type EmbeddingProvider, type ProviderLimits } from '../providers/embedding-provider.ts';
import { isPassing, isProviderError, ProviderError } from '../providers/provider-error.ts';
import { BatchSizer, type BatchOutcome } from './batch-sizer.ts';
import type { EmbeddingCache } from './embedding-cache.ts';

export interface HashedText {
  readonly hash: string;
  readonly text: string;
}

export interface Embedded {
  /** By hash; one for every text asked for. */
  readonly vectors: ReadonlyMap<string, Float32Array>;
  /** Texts sent to the provider for this call. */
  readonly embedded: number;
  /** Found in the cache, or being embedded for another call. */
  readonly shared: number;
}

export interface EngineOptions {
  readonly cache?: EmbeddingCache;
  /** A batch that fails for a passing reason is tried so often, in smaller pieces. The provider has its own attempts below that. */
  readonly attempts?: number;
  readonly retryDelayMs?: number;
}

interface Batch {
  readonly texts: readonly HashedText[];
  readonly attempt: number;
}

/**
 * Documents → vectors: never one twice while the cache remembers it or another call is at it, in batches of a size that
 * suits the provider, so many at once as it allows. What was embedded before a failure or a kill is in the cache, so the
 * next try pays only for the rest. One engine a provider: its limits hold for all callers together.
 */
export class EmbeddingEngine {
  readonly #provider: EmbeddingProvider;
  readonly #cache: EmbeddingCache | undefined;
  readonly #attempts: number;
  readonly #retryDelayMs: number;
  readonly #sizer: BatchSizer;
  readonly #slots: Semaphore;
  /** Hash → the call that embeds it. */
  readonly #running = new Map<string, Promise<ReadonlyMap<string, Float32Array>>>();

  constructor(provider: EmbeddingProvider, { cache, attempts = 3, retryDelayMs = 250 }: EngineOptions = {}) {
    this.#provider = provider;
    this.#cache = cache;
    this.#attempts = attempts;
    this.#retryDelayMs = retryDelayMs;
    this.#sizer = new BatchSizer(() => this.#limits.batchTexts);
    this.#slots = new Semaphore(() => this.#limits.concurrency);
  }

  get #limits(): ProviderLimits {
    return this.#provider.limits ?? LOCAL_LIMITS;
  }

  async embed(texts: readonly HashedText[], signal?: AbortSignal): Promise<Embedded> {
    signal?.throwIfAborted();
    const wanted = new Map(texts.map((text) => [text.hash, text]));
    const vectors = new Map<string, Float32Array>();
    if (this.#cache && this.#limits.cacheable) {
      for (const [hash, vector] of await this.#cache.get(this.#provider.model, [...wanted.keys()])) if (vector.length === this.#provider.dimensions) vectors.set(hash, vector);
    }
    const others = new Set<Promise<ReadonlyMap<string, Float32Array>>>();
    for (const hash of wanted.keys()) if (!vectors.has(hash) && this.#running.has(hash)) others.add(this.#running.get(hash)!);
    const missing = () => [...wanted.values()].filter(({ hash }) => !vectors.has(hash));
    const own = missing().filter(({ hash }) => !this.#running.has(hash));
    const add = (found: ReadonlyMap<string, Float32Array>) => {
      for (const [hash, vector] of found) if (wanted.has(hash)) vectors.set(hash, vector);
    };
    add(await this.#embedOwn(own, signal));
    for (const other of others) add(await other.catch(() => new Map())); // their trouble is theirs
    const left = missing();
    add(await this.#embedOwn(left, signal));
    const embedded = own.length + left.length;
    return { vectors, embedded, shared: wanted.size - embedded };
  }

  async #embedOwn(texts: readonly HashedText[], signal?: AbortSignal): Promise<ReadonlyMap<string, Float32Array>> {
    if (texts.length === 0) return new Map();
    const work = this.#embedAll(texts, signal);
    for (const { hash } of texts) this.#running.set(hash, work);
    try {
      return await work;
    } finally {
      for (const { hash } of texts) if (this.#running.get(hash) === work) this.#running.delete(hash);
    }
  }

  async #embedAll(texts: readonly HashedText[], signal?: AbortSignal): Promise<ReadonlyMap<string, Float32Array>> {
    const vectors = new Map<string, Float32Array>();
    const again: Batch[] = [];
    let next = 0;
    const stop = new AbortController();
    const both = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal;
    const take = (): Batch | null => {
      const retried = again.shift();
      if (retried) return retried;
      const { batchCharacters } = this.#limits;
      const start = next;
      for (let characters = 0; next < texts.length && next - start < this.#sizer.size && (next === start || characters + texts[next]!.text.length <= batchCharacters); next++) characters += texts[next]!.text.length;
      return next === start ? null : { texts: texts.slice(start, next), attempt: 0 };
    };
    const worker = async () => {
      for (let more = true; more; ) {
        more = await this.#slots.run(async () => {
          both.throwIfAborted();
          const batch = take();
          if (batch === null) return false;
          const result = await this.#embedBatch(batch, both);
          if (Array.isArray(result)) again.push(...(result as Batch[]));
          else for (const [hash, vector] of result as ReadonlyMap<string, Float32Array>) vectors.set(hash, vector);
          return true;
        });
        // Searches are answered while a big repository is embedded.
        await new Promise((resolve) => setImmediate(resolve));
      }
    };
    const workers = Array.from({ length: Math.max(1, this.#limits.concurrency) }, () => worker().catch((error: unknown) => {
      stop.abort(error);
      throw error;
    }));
    const ends = await Promise.allSettled(workers);
    const failed = ends.find((end) => end.status === 'rejected');
    if (failed) throw signal?.aborted ? signal.reason : stop.signal.reason;
    return vectors;
  }

  /** Its vectors, or the batches to try instead. */
  async #embedBatch({ texts, attempt }: Batch, signal: AbortSignal): Promise<ReadonlyMap<string, Float32Array> | readonly Batch[]> {
    const started = performance.now();
    try {
      const found = await this.#provider.embed(texts.map(({ text }) => text), 'document', signal);
      const { dimensions, model } = this.#provider;
      if (found.length !== texts.length || found.some((vector) => vector.length !== dimensions)) throw new ProviderError('bad-answer', `the embedding provider answered ${texts.length} texts with ${found.length} vectors, or with others than ${dimensions} dimensions`);
      this.#sizer.succeeded(texts.length, texts.reduce((sum, { text }) => sum + text.length, 0), performance.now() - started);
      const vectors = new Map(texts.map(({ hash }, i) => [hash, found[i]!]));
      if (this.#cache && this.#limits.cacheable) await this.#cache.put(model, vectors);
      return vectors;
    } catch (error) {
      if (signal.aborted || !isPassing(error) || !isProviderError(error)) throw error;
      if (SHRINKING.includes(error.kind)) this.#sizer.refused(texts.length, error.kind as BatchOutcome);
      // Halving ends by itself; waiting does not.
      const waitMs = Math.max(error.retryAfterMs ?? 0, this.#retryDelayMs * 2 ** attempt);
      if (error.kind === 'too-large' ? texts.length === 1 : attempt + 1 >= this.#attempts || waitMs > MAX_WAIT_MS) throw error;
      if (error.kind !== 'too-large') await sleep(waitMs, signal);
      const pieces = SHRINKING.includes(error.kind) && texts.length > 1 ? 2 : 1;
      const half = Math.ceil(texts.length / pieces);
      return Array.from({ length: pieces }, (_, i) => ({ texts: texts.slice(i * half, (i + 1) * half), attempt: error.kind === 'too-large' ? attempt : attempt + 1 }));
    }
  }
}

/** Whoever waits for the answer has a deadline too. */
const MAX_WAIT_MS = 15_000;
const SHRINKING: readonly string[] = ['too-large', 'timeout', 'throttled'] satisfies readonly BatchOutcome[];

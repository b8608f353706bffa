import type { EmbeddingEngine, HashedText } from './embedding-engine.ts';

/** Where the vectors of a stream go. */
export interface VectorSink<T extends HashedText> {
  /** Those that are not stored as they are: what a run that was killed has to do again. */
  missing(items: readonly T[]): Promise<readonly T[]>;
  /** All of them durable, or an error. Called in the order of the stream, once at a time. */
  store(items: readonly T[], vectors: ReadonlyMap<string, Float32Array>): Promise<void>;
  /** These are done, stored now or before: the source may forget them. In the order of the stream. */
  acknowledge?(items: readonly T[]): Promise<void> | void;
}

export interface StreamTotals {
  readonly read: number;
  /** Stored before this run. */
  readonly unchanged: number;
  readonly stored: number;
  /** Texts sent to the provider. */
  readonly embedded: number;
  /** Vectors that were there already: from the cache, or the same text in another item. */
  readonly reused: number;
}

export interface StreamOptions {
  readonly signal?: AbortSignal;
  /** Items and characters read ahead at a time; three such windows are in memory at most. */
  readonly windowTexts?: number;
  readonly windowCharacters?: number;
  readonly onProgress?: (totals: StreamTotals) => void;
}

const WINDOWS = 3;

/**
 * Items → missing ones → vectors → stored → acknowledged. Memory is bounded by the windows in flight, whatever the
 * length of the stream. Killed and started again over the same items, it reads all, embeds and stores the rest.
 */
export async function vectorizeStream<T extends HashedText>(items: AsyncIterable<T> | Iterable<T>, sink: VectorSink<T>, engine: EmbeddingEngine, options: StreamOptions = {}): Promise<StreamTotals> {
  const { signal, windowTexts = 512, windowCharacters = 1024 * 1024, onProgress } = options;
  const totals = { read: 0, unchanged: 0, stored: 0, embedded: 0, reused: 0 };
  const inFlight: Promise<void>[] = [];
  const stop = new AbortController();
  const both = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal;
  let stored: Promise<void> = Promise.resolve();
  const begin = (window: readonly T[]) => {
    const embedding = sink.missing(window).then(async (missing) => ({ missing, ...(await engine.embed(missing, both)) }));
    const before = stored;
    const done = (async () => {
      const [{ missing, vectors, embedded }] = await Promise.all([embedding, before]);
      both.throwIfAborted();
      if (missing.length > 0) await sink.store(missing, vectors);
      await sink.acknowledge?.(window);
      totals.read += window.length;
      totals.unchanged += window.length - missing.length;
      totals.stored += missing.length;
      totals.embedded += embedded;
      totals.reused += missing.length - embedded;
      onProgress?.({ ...totals });
    })();
    stored = done;
    done.catch((error: unknown) => stop.abort(error));
    inFlight.push(done);
  };
  try {
    for await (const window of windowsOf(items, windowTexts, windowCharacters)) {
      both.throwIfAborted();
      begin(window);
      if (inFlight.length >= WINDOWS) await inFlight.shift();
    }
    await stored;
    return totals;
  } catch (error) {
    stop.abort(error);
    throw signal?.aborted ? signal.reason : stop.signal.reason;
  } finally {
    await Promise.allSettled(inFlight);
  }
}

async function* windowsOf<T extends HashedText>(items: AsyncIterable<T> | Iterable<T>, texts: number, characters: number): AsyncGenerator<T[]> {
  let window: T[] = [];
  let size = 0;
  for await (const item of items) {
    window.push(item);
    size += item.text.length;
    if (window.length < texts && size < characters) continue;
    yield window;
    window = [];
    size = 0;
  }
  if (window.length > 0) yield window;
}

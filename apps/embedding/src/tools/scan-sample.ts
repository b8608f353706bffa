import { floatsOf, normalised, pauseOfEventLoop, StableSample, type ChunkIndex, type StoredFile } from '@twinmcp/vectorization';

export interface SampledChunk {
  readonly key: string;
  readonly path: string;
  readonly fileHash: string;
  readonly kind: string;
  readonly symbol: string | null;
  readonly startLine: number;
  readonly endLine: number;
  readonly textHash: string;
  /** Unit length. */
  readonly vector: Float32Array;
}

export interface IndexSample {
  readonly chunks: number;
  /** Chunks whose text another chunk has too, each text beyond its first. */
  readonly repeated: number;
  readonly sample: readonly SampledChunk[];
  /** Named chunks and sections: what known pairs are made of. */
  readonly named: readonly SampledChunk[];
}

const PAGE_CHUNKS = 2_000;

export async function* pagesOf(index: ChunkIndex, signal: AbortSignal | undefined): AsyncGenerator<readonly StoredFile[]> {
  for (let after = ''; ; ) {
    signal?.throwIfAborted();
    const files = await index.readFiles(after, PAGE_CHUNKS);
    if (files.length === 0) return;
    yield files;
    after = files.at(-1)!.path;
    await pauseOfEventLoop();
  }
}

export const keyOf = (path: string, id: string): string => `${path}\0${id}`;

/** One pass over the index. Twins of one text count once, so that a licence header is not the whole sample. */
export async function scanSample(index: ChunkIndex, sizes: { sample: number; named: number }, signal: AbortSignal | undefined): Promise<IndexSample> {
  const sample = new StableSample<SampledChunk>(sizes.sample);
  const named = new StableSample<SampledChunk>(sizes.named);
  const texts = new Set<string>();
  let chunks = 0;
  let repeated = 0;
  for await (const files of pagesOf(index, signal)) {
    for (const { path, fileHash, chunks: ofFile } of files) {
      for (const { id, kind, symbol, startLine, endLine, textHash, vector: stored } of ofFile) {
        chunks++;
        const text = textHash.slice(0, 16);
        if (texts.has(text)) {
          repeated++;
          continue;
        }
        texts.add(text);
        const vector = stored === null ? null : normalised(floatsOf(stored));
        if (vector === null) continue;
        const key = keyOf(path, id);
        const make = (): SampledChunk => ({ key, path, fileHash, kind, symbol, startLine, endLine, textHash: text, vector });
        sample.offer(key, make);
        if (symbol !== null && (kind === 'symbol' || kind === 'section')) named.offer(key, make);
      }
    }
  }
  return { chunks, repeated, sample: sample.items(), named: named.items() };
}

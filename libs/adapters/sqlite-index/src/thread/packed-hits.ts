import type { ChunkHit } from '@twinmcp/contracts';

const NUMBERS = 4;

/**
 * Hits as they cross from a thread to another: each file once, numbers in one array. Copying some hundred objects with all their strings costs
 * both threads more than this.
 */
export interface PackedHits {
  /** Path, language, hash; path, language, hash … */
  readonly files: readonly string[];
  readonly ids: readonly string[];
  readonly kinds: readonly ChunkHit['kind'][];
  readonly symbols: readonly (string | null)[];
  /** Of each hit: its file, first line, last line, score, then its parts. */
  readonly numbers: Float64Array;
  /** Of each hit; 0: it has none. */
  readonly parts: number;
}

export function packHits(hits: readonly ChunkHit[]): PackedHits {
  const parts = hits[0]?.parts?.length ?? 0;
  const width = NUMBERS + parts;
  const numbers = new Float64Array(hits.length * width);
  const files: string[] = [];
  const known = new Map<string, number>();
  hits.forEach(({ path, language, fileHash, startLine, endLine, score, parts: made }, i) => {
    let file = known.get(path);
    if (file === undefined) {
      known.set(path, (file = known.size));
      files.push(path, language, fileHash);
    }
    numbers.set([file, startLine, endLine, score, ...(made ?? [])], i * width);
  });
  return { files, ids: hits.map((hit) => hit.chunkId), kinds: hits.map((hit) => hit.kind), symbols: hits.map((hit) => hit.symbol), numbers, parts };
}

export function unpackHits({ files, ids, kinds, symbols, numbers, parts }: PackedHits): ChunkHit[] {
  const width = NUMBERS + parts;
  return ids.map((chunkId, i) => {
    const at = i * width;
    const file = numbers[at]! * 3;
    return {
      chunkId, path: files[file]!, language: files[file + 1]!, fileHash: files[file + 2]!, kind: kinds[i]!, symbol: symbols[i]!, startLine: numbers[at + 1]!, endLine: numbers[at + 2]!, score: numbers[at + 3]!,
      ...(parts === 0 ? {} : { parts: Array.from(numbers.subarray(at + NUMBERS, at + width)) }),
    };
  });
}

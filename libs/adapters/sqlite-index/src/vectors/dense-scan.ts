import { TopK } from '@twinmcp/retrieval';
import { simdDotProducts } from './simd-dot-products.ts';
import type { VectorMatrix } from './vector-matrix.ts';

export interface DenseSource {
  readonly matrix: VectorMatrix;
  /** Row → number of the chunk in the corpus, −1 when it is deleted or filtered out. */
  readonly numbers: Int32Array;
}

/** Nearest rows by cosine, all of them compared: at this size an exact scan is as fast as an approximate index, and misses nothing (docs/adr/0004-vectors-in-sqlite.md). */
export function scanDense(sources: readonly DenseSource[], query: Float32Array, limit: number, compare: (a: number, b: number) => number): { item: number; score: number }[] {
  const products = simdDotProducts();
  const top = new TopK(limit, compare);
  for (const { matrix, numbers } of sources) {
    const factor = products.setQuery(query, matrix.width);
    const { scales } = matrix;
    products.forEachPart(matrix.address, matrix.rows, matrix.width, (first, count, ofPart) => {
      let least = Math.max(top.least, Number.MIN_VALUE);
      for (let i = 0; i < count; i++) {
        const score = ofPart[i]! * scales[first + i]! * factor;
        if (score < least) continue;
        const number = numbers[first + i]!;
        if (number < 0) continue;
        top.offer(number, score);
        least = Math.max(top.least, Number.MIN_VALUE);
      }
    });
  }
  return top.sorted();
}

import { TopK } from '@twinmcp/retrieval';
import { SimdDotProducts } from './simd-dot-products.ts';
import type { VectorMatrix } from './vector-matrix.ts';

export interface DenseSource {
  readonly matrix: VectorMatrix;
  /** Row → number of the chunk in the corpus, −1 when it is deleted or filtered out. */
  readonly numbers: Int32Array;
}

let products: SimdDotProducts | null = null;

/** Nearest rows by cosine, all of them compared: at this size an exact scan is as fast as an approximate index, and misses nothing (docs/adr/0004-vectors-in-sqlite.md). */
export function scanDense(sources: readonly DenseSource[], query: Float32Array, limit: number, compare: (a: number, b: number) => number): { item: number; score: number }[] {
  products ??= new SimdDotProducts();
  const top = new TopK(limit, compare);
  for (const { matrix, numbers } of sources) {
    const factor = products.setQuery(query, matrix.width);
    products.forEachPart(matrix.values, matrix.width, (first, ofPart) => {
      for (let i = 0; i < ofPart.length; i++) {
        const number = numbers[first + i]!;
        const score = ofPart[i]! * matrix.scales[first + i]! * factor;
        if (score > 0 && number >= 0) top.offer(number, score);
      }
    });
  }
  return top.sorted();
}

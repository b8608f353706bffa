import type { Point } from '@twinmcp/vectorization';
import { wirePoint } from './wire-format.ts';

const MEAN_FLOAT_BYTES = 21; // a 32-bit float as JSON writes it, with its comma
const MEAN_SPARSE_BYTES = 31;

/** Points as they are sent, in requests of at most so many points and bytes; a point that is larger by itself goes alone. */
export function* batches(points: readonly Point[], limits: { readonly points: number; readonly bytes: number }): Generator<ReturnType<typeof wirePoint>[]> {
  let batch: ReturnType<typeof wirePoint>[] = [];
  let bytes = 0;
  for (const point of points) {
    const size = estimateBytes(point);
    if (batch.length > 0 && (batch.length >= limits.points || bytes + size > limits.bytes)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(wirePoint(point));
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}

function estimateBytes({ vectors, payload }: Point): number {
  let bytes = 80 + Buffer.byteLength(JSON.stringify(payload));
  for (const vector of Object.values(vectors)) bytes += vector instanceof Float32Array ? vector.length * MEAN_FLOAT_BYTES : vector.indices.length * MEAN_SPARSE_BYTES;
  return bytes;
}

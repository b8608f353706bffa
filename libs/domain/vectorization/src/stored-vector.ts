/** v ≈ scale · values, |values| ≤ 127. */
export interface QuantizedVector {
  readonly scale: number;
  readonly values: Int8Array;
}

/** A vector as an index keeps it. */
export type StoredVector = Float32Array | QuantizedVector;

export function floatsOf(vector: StoredVector): Float32Array {
  return vector instanceof Float32Array ? vector : Float32Array.from(vector.values, (value) => value * vector.scale);
}

export function dimensionsOf(vector: StoredVector): number {
  return vector instanceof Float32Array ? vector.length : vector.values.length;
}

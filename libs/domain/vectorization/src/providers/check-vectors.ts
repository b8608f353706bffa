import { ProviderError } from './provider-error.ts';

/** The first `dimensions` values, made unit length (Matryoshka representation learning, Kusupati et al. 2022: for models trained so). A zero vector stays zero. */
export function unitVector(values: ArrayLike<number>, dimensions: number = values.length): Float32Array {
  let squares = 0;
  for (let i = 0; i < dimensions; i++) squares += values[i]! * values[i]!;
  const vector = new Float32Array(dimensions);
  if (squares === 0) return vector;
  const length = Math.sqrt(squares);
  for (let i = 0; i < dimensions; i++) vector[i] = values[i]! / length;
  return vector;
}

export interface Expected {
  readonly provider: string;
  readonly texts: number;
  readonly dimensions: number;
  /** A longer vector may be cut. */
  readonly cut: boolean;
}

/** What came over a wire → unit vectors, or `bad-answer` saying what is wrong with it. */
export function checkedVectors(found: readonly ArrayLike<number>[], { provider, texts, dimensions, cut }: Expected): Float32Array[] {
  const bad = (what: string) => new ProviderError('bad-answer', `${provider} answered ${what}`);
  if (found.length !== texts) throw bad(`with ${found.length} vectors for ${texts} texts`);
  return found.map((values) => {
    if (values.length < dimensions || (values.length > dimensions && !cut)) throw bad(`with vectors of ${values.length} dimensions instead of ${dimensions}`);
    let squares = 0;
    for (let i = 0; i < dimensions; i++) {
      const value = values[i];
      if (typeof value !== 'number' || !Number.isFinite(value)) throw bad('with a vector that holds something else than finite numbers');
      squares += value * value;
    }
    if (squares === 0 || !Number.isFinite(squares)) throw bad(squares === 0 ? 'with a vector of zeros' : 'with numbers too large to be a vector');
    return unitVector(values, dimensions);
  });
}

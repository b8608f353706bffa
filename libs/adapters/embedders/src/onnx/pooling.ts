/** How the vectors of a text's tokens become one: `cls` the first, `last` the last, `mean-sqrt` the sum divided by the root of the length. */
export type Pooling = 'mean' | 'cls' | 'max' | 'mean-sqrt' | 'last';

/** `states`: the vectors of a text's tokens, one after another, padding already left out. */
export function pool(states: Float32Array, tokens: number, dimensions: number, pooling: Pooling): Float32Array {
  if (pooling === 'cls') return states.slice(0, dimensions);
  if (pooling === 'last') return states.slice((tokens - 1) * dimensions, tokens * dimensions);
  const pooled = new Float32Array(dimensions).fill(pooling === 'max' ? -Infinity : 0);
  for (let token = 0; token < tokens; token++) {
    const start = token * dimensions;
    if (pooling === 'max') for (let i = 0; i < dimensions; i++) pooled[i] = Math.max(pooled[i]!, states[start + i]!);
    else for (let i = 0; i < dimensions; i++) pooled[i]! += states[start + i]!;
  }
  if (pooling === 'max') return pooled;
  const divisor = pooling === 'mean' ? tokens : Math.sqrt(tokens);
  for (let i = 0; i < dimensions; i++) pooled[i]! /= divisor;
  return pooled;
}

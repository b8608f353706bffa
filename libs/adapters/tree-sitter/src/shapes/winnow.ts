import { scratch } from '../flat/scratch.ts';

/** Tokens a fingerprint is made of, and how many of them may pass without one: what two texts share in WINDOW + GRAM − 1 tokens shares a fingerprint. */
export const GRAM = 10;
export const WINDOW = 8;

export interface Winnowed {
  /** First token of each selected gram, ascending. */
  readonly positions: readonly number[];
  readonly hashes: readonly number[];
}

/**
 * Winnowing (Schleimer, Wilkerson, Aiken 2003): of every window of grams the one with the least hash, the rightmost of equals.
 * Done once for a whole file; a part of it has the grams that lie inside.
 */
export function winnow(tokens: Uint32Array, count: number): Winnowed {
  const positions: number[] = [];
  const hashes: number[] = [];
  const grams = count - GRAM + 1;
  if (grams <= 0) return { positions, hashes };
  const values = scratch('grams', 'uint32', grams);
  let power = 1;
  for (let i = 1; i < GRAM; i++) power = Math.imul(power, BASE);
  let rolling = 0;
  for (let i = 0; i < GRAM; i++) rolling = (Math.imul(rolling, BASE) + tokens[i]!) | 0;
  for (let i = 0; ; i++) {
    values[i] = mixed(rolling);
    if (i + 1 >= grams) break;
    rolling = (Math.imul(rolling - Math.imul(tokens[i]!, power), BASE) + tokens[i + GRAM]!) | 0;
  }
  let least = -1;
  for (let end = Math.min(WINDOW, grams) - 1; end < grams; end++) {
    const start = Math.max(0, end - WINDOW + 1);
    if (least < start) {
      least = start;
      for (let i = start + 1; i <= end; i++) if (values[i]! <= values[least]!) least = i;
    } else if (values[end]! <= values[least]!) least = end;
    if (positions[positions.length - 1] !== least) {
      positions.push(least);
      hashes.push(values[least]!);
    }
  }
  return { positions, hashes };
}

const BASE = 0x01000193;

/** Low bits of a rolling hash know little of its first tokens: all bits are mixed before hashes are compared. */
function mixed(value: number): number {
  let hash = value ^ (value >>> 16);
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** Ascending numbers below 2³², each with a weight: a sparse vector by its indices, or the points that have an index. */
export interface WeightedNumbers {
  readonly numbers: readonly number[];
  readonly weights: readonly number[];
}

/** Weights of four digits after the point, which is what the vectors of terms have, take two or three bytes; any other eight. */
const PARTS = 10_000;
const LARGEST = 2 ** 30;
const scratch = new DataView(new ArrayBuffer(8));

/**
 * `varint(gap)`, then `varint(weight · 10,000 · 2)` or `varint(1)` and an IEEE 754 double, little-endian. `after`: the number
 * before the first one.
 */
export function encodeWeighted({ numbers, weights }: WeightedNumbers, after = 0): Uint8Array<ArrayBuffer> {
  const out: number[] = [];
  let previous = after;
  numbers.forEach((number, i) => {
    varint(out, number - previous);
    previous = number;
    const weight = weights[i]!;
    const parts = Math.round(weight * PARTS);
    if (parts >= 0 && parts < LARGEST && parts / PARTS === weight && !Object.is(weight, -0)) return varint(out, parts * 2);
    out.push(1);
    scratch.setFloat64(0, weight, true);
    for (let byte = 0; byte < 8; byte++) out.push(scratch.getUint8(byte));
  });
  return Uint8Array.from(out);
}

/** Throws `RangeError` when the bytes are cut off. */
export function decodeWeighted(bytes: Uint8Array, visit: (number: number, weight: number) => void, after = 0): void {
  let at = 0;
  const next = (): number => {
    for (let value = 0, unit = 1; ; unit *= 128) {
      if (at >= bytes.length || unit > 2 ** 35) throw new RangeError('a list of weights is cut off');
      const byte = bytes[at++]!;
      value += (byte & 127) * unit;
      if (byte < 128) return value;
    }
  };
  let number = after;
  while (at < bytes.length) {
    number += next();
    const coded = next();
    if (coded % 2 === 0) {
      visit(number, coded / 2 / PARTS);
      continue;
    }
    if (at + 8 > bytes.length) throw new RangeError('a list of weights is cut off');
    for (let byte = 0; byte < 8; byte++) scratch.setUint8(byte, bytes[at++]!);
    visit(number, scratch.getFloat64(0, true));
  }
}

export function readWeighted(bytes: Uint8Array, after = 0): { numbers: number[]; weights: number[] } {
  const [numbers, weights]: [number[], number[]] = [[], []];
  decodeWeighted(bytes, (number, weight) => {
    numbers.push(number);
    weights.push(weight);
  }, after);
  return { numbers, weights };
}

function varint(out: number[], value: number): void {
  for (; value > 127; value = Math.floor(value / 128)) out.push((value % 128) | 128);
  out.push(value);
}

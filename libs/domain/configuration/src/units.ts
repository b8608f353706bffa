import { z } from 'zod';

const DURATION: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const SIZE: Readonly<Record<string, number>> = { B: 1, KB: 1_000, MB: 1_000_000, GB: 1_000_000_000, KIB: 1_024, MIB: 1_048_576, GIB: 1_073_741_824 };

export interface Bounds {
  /** Least and greatest value, written as a reader would write them in YAML (`1s`, `512KiB`). */
  readonly min?: string;
  readonly max?: string;
}

/** Milliseconds, or null when the text is no duration. */
export function parseDuration(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h|d)$/.exec(text.trim());
  return match ? Number(match[1]) * DURATION[match[2]!]! : null;
}

/** Bytes, or null when the text is no size. */
export function parseByteSize(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?)\s*(B|KB|MB|GB|KiB|MiB|GiB)$/i.exec(text.trim());
  return match ? Math.round(Number(match[1]) * SIZE[match[2]!.toUpperCase()]!) : null;
}

/** `250ms`, `2s`, `10m`, `1h`, `7d`, or a plain number of milliseconds → milliseconds. */
export const duration = (bounds: Bounds = {}) =>
  quantity('duration', bounds, parseDuration, (text) => `"${text}" is not a duration: write a number and ms, s, m, h or d, e.g. 2s`);

/** `20MB` (10^6), `512KiB` (2^10), or a plain number of bytes → bytes. */
export const byteSize = (bounds: Bounds = {}) =>
  quantity('size', bounds, parseByteSize, (text) => `"${text}" is not a size: write a number and B, KB, MB, GB, KiB, MiB or GiB, e.g. 20MB`);

function quantity(unit: 'duration' | 'size', bounds: Bounds, parse: (text: string) => number | null, refusal: (text: string) => string) {
  const [min, max] = [bounds.min, bounds.max].map((bound) => (bound === undefined ? undefined : parse(bound)));
  return z
    .union([z.number().nonnegative(), z.string()])
    .meta({ unit, least: bounds.min, most: bounds.max })
    .transform((value, ctx) => {
      const amount = typeof value === 'number' ? value : parse(value);
      if (amount === null) ctx.addIssue({ code: 'custom', message: refusal(String(value)) });
      else if (min != null && amount < min) ctx.addIssue({ code: 'custom', message: `${value} is less than ${bounds.min}` });
      else if (max != null && amount > max) ctx.addIssue({ code: 'custom', message: `${value} is more than ${bounds.max}` });
      else return amount;
      return z.NEVER;
    });
}

import { z } from 'zod';

const DURATION: Record<string, number> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const SIZE: Record<string, number> = { B: 1, KB: 1_000, MB: 1_000_000, GB: 1_000_000_000, KIB: 1_024, MIB: 1_048_576, GIB: 1_073_741_824 };

/** `250ms`, `2s`, `10m`, `1h`, `7d`, or a plain number of milliseconds → milliseconds. */
export const duration = () =>
  z.union([z.number().nonnegative(), z.string()]).transform((value, ctx) => {
    if (typeof value === 'number') return value;
    const match = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h|d)$/.exec(value.trim());
    if (match) return Number(match[1]) * DURATION[match[2]!]!;
    ctx.addIssue({ code: 'custom', message: `"${value}" is not a duration: write a number and ms, s, m, h or d, e.g. 2s` });
    return z.NEVER;
  });

/** `20MB` (10^6), `512KiB` (2^10), or a plain number of bytes → bytes. */
export const byteSize = () =>
  z.union([z.number().int().nonnegative(), z.string()]).transform((value, ctx) => {
    if (typeof value === 'number') return value;
    const match = /^(\d+(?:\.\d+)?)\s*(B|KB|MB|GB|KiB|MiB|GiB)$/i.exec(value.trim());
    if (match) return Math.round(Number(match[1]) * SIZE[match[2]!.toUpperCase()]!);
    ctx.addIssue({ code: 'custom', message: `"${value}" is not a size: write a number and B, KB, MB, GB, KiB, MiB or GiB, e.g. 20MB` });
    return z.NEVER;
  });

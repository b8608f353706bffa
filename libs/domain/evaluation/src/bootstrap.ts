import { mean, percentile } from './metrics.ts';

export interface PairedComparison {
  /** mean(ours) − mean(theirs) with the 95 % interval of the percentile bootstrap. */
  readonly difference: number;
  readonly differenceLow: number;
  readonly differenceHigh: number;
  /** mean(ours) / mean(theirs); null when theirs is 0. */
  readonly ratio: number | null;
  readonly ratioLow: number | null;
  readonly ratioHigh: number | null;
  readonly queries: number;
  readonly resamples: number;
}

/** Small seeded generator (Vigna & Steele's splitmix construction, 32 bits), so that a report can be repeated digit for digit. */
function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let z = state;
    z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
    z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
    return ((z ^ (z >>> 16)) >>> 0) / 2 ** 32;
  };
}

/**
 * Paired bootstrap over queries (Efron & Tibshirani, "An Introduction to the Bootstrap", 1993; for retrieval: Sakai, SIGIR 2006):
 * both systems answer the same queries, so a resample draws queries, never single results.
 */
export function pairedBootstrap(ours: readonly number[], theirs: readonly number[], options: { resamples?: number; seed?: number } = {}): PairedComparison {
  if (ours.length !== theirs.length) throw new RangeError('a paired comparison needs one value of each system a query');
  const resamples = options.resamples ?? 10_000;
  const random = seededRandom(options.seed ?? 1);
  const differences: number[] = [];
  const ratios: number[] = [];
  for (let r = 0; r < resamples && ours.length > 0; r++) {
    let a = 0;
    let b = 0;
    for (let i = 0; i < ours.length; i++) {
      const pick = Math.floor(random() * ours.length);
      a += ours[pick]!;
      b += theirs[pick]!;
    }
    differences.push((a - b) / ours.length);
    if (b > 0) ratios.push(a / b);
  }
  const theirMean = mean(theirs);
  const edge = (values: number[], p: number) => (values.length > 0 ? percentile(values, p) : null);
  return {
    difference: mean(ours) - theirMean,
    differenceLow: edge(differences, 0.025) ?? 0,
    differenceHigh: edge(differences, 0.975) ?? 0,
    ratio: theirMean > 0 ? mean(ours) / theirMean : null,
    ratioLow: theirMean > 0 ? edge(ratios, 0.025) : null,
    ratioHigh: theirMean > 0 ? edge(ratios, 0.975) : null,
    queries: ours.length,
    resamples,
  };
}

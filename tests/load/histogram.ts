/** Values below this many microseconds have a bucket of their own; above it each power of two is divided into half as many. */
const SUB_BUCKETS = 256;
const HALF = SUB_BUCKETS / 2;

/**
 * Times in buckets whose width grows with the value (as in HdrHistogram): any quantile is known to within .8 % of itself,
 * whatever the range, in a few kilobytes. Takes and gives milliseconds; kept in whole microseconds.
 */
export class Histogram {
  readonly #counts = new Map<number, number>();
  #count = 0;
  #sum = 0;
  #squares = 0;
  #max = 0;

  record(ms: number): void {
    const us = Math.max(0, Math.round(ms * 1_000));
    const bucket = bucketOf(us);
    this.#counts.set(bucket, (this.#counts.get(bucket) ?? 0) + 1);
    this.#count++;
    this.#sum += us;
    this.#squares += us * us;
    this.#max = Math.max(this.#max, us);
  }

  get count(): number {
    return this.#count;
  }

  /** NaN when nothing was recorded, as all that follow. */
  get mean(): number {
    return this.#sum / this.#count / 1_000;
  }

  /** Standard deviation over mean. */
  get variation(): number {
    const mean = this.#sum / this.#count;
    return Math.sqrt(Math.max(0, this.#squares / this.#count - mean * mean)) / mean;
  }

  get max(): number {
    return this.#count === 0 ? Number.NaN : this.#max / 1_000;
  }

  /** The time that `p` percent of all do not exceed (nearest rank); the upper end of its bucket, never more than the maximum. */
  percentile(p: number): number {
    if (this.#count === 0) return Number.NaN;
    const rank = Math.max(1, Math.ceil((p / 100) * this.#count));
    let seen = 0;
    for (const [bucket, count] of [...this.#counts].sort(([a], [b]) => a - b)) {
      seen += count;
      if (seen >= rank) return Math.min(highestOf(bucket), this.#max) / 1_000;
    }
    return this.max;
  }

  /** Share of all that took longer than `ms`, to within a bucket. */
  above(ms: number): number {
    const limit = bucketOf(Math.round(ms * 1_000));
    let over = 0;
    for (const [bucket, count] of this.#counts) if (bucket > limit) over += count;
    return over / this.#count;
  }
}

function bucketOf(us: number): number {
  if (us < SUB_BUCKETS) return us;
  const shift = Math.floor(Math.log2(us)) - Math.log2(HALF);
  return SUB_BUCKETS + (shift - 1) * HALF + (Math.floor(us / 2 ** shift) - HALF);
}

function highestOf(bucket: number): number {
  if (bucket < SUB_BUCKETS) return bucket;
  const shift = Math.floor((bucket - SUB_BUCKETS) / HALF) + 1;
  const within = ((bucket - SUB_BUCKETS) % HALF) + HALF;
  return (within + 1) * 2 ** shift - 1;
}

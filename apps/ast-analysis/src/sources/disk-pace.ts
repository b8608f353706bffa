/** Milliseconds for the parts of a file, in the mean of the last ten or so, from which a disk is slow. What the kernel has in memory takes a tenth of one. */
const SLOW_MS = 5;
const NEWEST = 0.1;
/** One read may take long because the processor was busy with something else: it counts as this much at most. */
const LONGEST_MS = 20;
const SLOW_FOR_MS = 60_000;

/** Whether files may be read where the event loop waits for them. A slow disk is read beside it for a minute, then tried again. */
export class DiskPace {
  #mean = 0;
  #slowUntil = 0;

  slow(now: number): boolean {
    return now < this.#slowUntil;
  }

  took(ms: number, now: number): void {
    this.#mean += NEWEST * (Math.min(ms, LONGEST_MS) - this.#mean);
    if (this.#mean <= SLOW_MS) return;
    this.#slowUntil = now + SLOW_FOR_MS;
    this.#mean = 0;
  }
}

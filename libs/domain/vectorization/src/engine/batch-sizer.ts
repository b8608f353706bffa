/** What became of a batch, for the next one's size. */
export type BatchOutcome = 'too-large' | 'timeout' | 'throttled';

const FIRST_TEXTS = 32;
const GROWTH = 1.5;
/** Growing must pay: the cost of a character has to fall by this much. */
const WORTH = 0.95;
/** Batches of one size before a larger one is tried again: conditions change. */
const PATIENCE = 32;

/**
 * How many texts go in one call: more while the time a character takes falls, fewer after a refusal. A size that was
 * refused as too large is never tried again; after a timeout or a throttling the size grows back.
 */
export class BatchSizer {
  readonly #most: () => number;
  #size: number;
  #ceiling = Infinity;
  /** Milliseconds a character at the size before this one; 0 = stay for a while. */
  #before = Infinity;
  #cost: number | null = null;
  #steady = 0;

  constructor(most: () => number) {
    this.#most = most;
    this.#size = Math.max(1, Math.min(FIRST_TEXTS, most()));
  }

  get size(): number {
    return Math.max(1, Math.min(this.#size, this.#ceiling, this.#most()));
  }

  /** A call that filled the batch; smaller ones say nothing about the size. */
  succeeded(texts: number, characters: number, ms: number): void {
    if (texts < this.size || characters === 0) return;
    const cost = ms / characters;
    this.#cost = this.#cost === null ? cost : (this.#cost + cost) / 2;
    this.#steady++;
    if (this.#steady === 2 && this.#cost < this.#before * WORTH) this.#grow();
    else if (this.#steady === 2 && this.#cost > this.#before / WORTH && this.#before > 0) this.#shrink();
    else if (this.#steady >= PATIENCE) this.#grow();
  }

  refused(texts: number, outcome: BatchOutcome): void {
    this.#size = Math.max(1, Math.floor(Math.min(texts, this.size) / 2));
    if (outcome === 'too-large') this.#ceiling = Math.min(this.#ceiling, Math.max(1, texts - 1));
    this.#reset(0); // not at once up again to where it failed
  }

  #grow(): void {
    const next = Math.max(1, Math.min(Math.ceil(this.#size * GROWTH), this.#ceiling, this.#most()));
    this.#reset(next > this.#size ? (this.#cost ?? Infinity) : 0);
    this.#size = next;
  }

  /** It got worse: back to the size before, which stays for a while. */
  #shrink(): void {
    this.#size = Math.max(1, Math.floor(this.#size / GROWTH));
    this.#reset(0);
  }

  #reset(before: number): void {
    this.#before = before;
    this.#cost = null;
    this.#steady = 0;
  }
}

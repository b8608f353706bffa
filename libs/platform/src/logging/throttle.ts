/** Lets one event of a kind pass per interval and counts those held back in between. */
export class Throttle {
  readonly #intervalMs: number;
  readonly #now: () => number;
  readonly #kinds = new Map<string, { passedAt: number; heldBack: number }>();

  constructor(intervalMs: number, now: () => number = () => performance.now()) {
    this.#intervalMs = intervalMs;
    this.#now = now;
  }

  /** How many of this kind were held back since the last that passed; null when this one is held back too. */
  pass(kind: string): number | null {
    const now = this.#now();
    const known = this.#kinds.get(kind);
    if (known && now - known.passedAt < this.#intervalMs) {
      known.heldBack++;
      return null;
    }
    this.#kinds.set(kind, { passedAt: now, heldBack: 0 });
    return known?.heldBack ?? 0;
  }
}

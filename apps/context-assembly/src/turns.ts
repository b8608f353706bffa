/**
 * Lets so many answers be made at a time; who comes later waits in order. Made all at once, each of 32 answers lives as long
 * as the others take together: what it holds moves to the old generation of the heap, whose collections then cost a third
 * of the processor time, and none is ready before nearly all are.
 */
export class Turns {
  readonly #most: () => number;
  readonly #waiting: (() => void)[] = [];
  #taken = 0;

  /** `most`: read at each use, because the configuration may change. */
  constructor(most: () => number) {
    this.#most = most;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  /** Resolves when it is this one's turn; fails with the signal's reason when that comes first. Each success must be given back, once. */
  async take(signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    if (this.#taken < this.#most() && this.#waiting.length === 0) {
      this.#taken++;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const begin = (): void => {
        signal?.removeEventListener('abort', give);
        resolve();
      };
      const give = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(begin), 1);
        reject(signal!.reason as Error);
      };
      signal?.addEventListener('abort', give, { once: true });
      this.#waiting.push(begin);
    });
  }

  giveBack(): void {
    this.#taken--;
    while (this.#taken < this.#most()) {
      const next = this.#waiting.shift();
      if (next === undefined) return;
      this.#taken++;
      next();
    }
  }
}

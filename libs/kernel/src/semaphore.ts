/** At most so many at a time; who comes later waits in order. */
export class Semaphore {
  readonly #most: () => number;
  readonly #waiting: (() => void)[] = [];
  #taken = 0;

  /** `most`: read at each use, because the configuration may change; below 1 counts as 1. */
  constructor(most: () => number) {
    this.#most = () => Math.max(1, most());
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

  async run<T>(work: () => Promise<T>): Promise<T> {
    await this.take();
    try {
      return await work();
    } finally {
      this.giveBack();
    }
  }
}

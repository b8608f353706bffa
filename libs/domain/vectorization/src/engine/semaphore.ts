/** At most so many at once, in the order they came. The limit is read each time. */
export class Semaphore {
  readonly #limit: () => number;
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor(limit: () => number) {
    this.#limit = limit;
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running >= Math.max(1, this.#limit())) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#running++;
    try {
      return await work();
    } finally {
      // The place is handed over, so that nobody slips in between.
      const next = this.#running <= Math.max(1, this.#limit()) ? this.#waiting.shift() : undefined;
      if (next) next();
      else this.#running--;
    }
  }
}

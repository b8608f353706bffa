/** Bytes that may be in memory at once. One holder is always let in, so that a file above the budget passes alone. First come, first served. */
export class ByteBudget {
  readonly #limit: number;
  readonly #waiting: { readonly bytes: number; readonly start: () => void }[] = [];
  #used = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  async use<T>(bytes: number, work: () => Promise<T>): Promise<T> {
    if (this.#waiting.length > 0 || !this.#fits(bytes)) await new Promise<void>((start) => this.#waiting.push({ bytes, start }));
    else this.#used += bytes;
    try {
      return await work();
    } finally {
      this.#used -= bytes;
      for (let next = this.#waiting[0]; next && this.#fits(next.bytes); next = this.#waiting[0]) {
        this.#waiting.shift();
        this.#used += next.bytes;
        next.start();
      }
    }
  }

  #fits(bytes: number): boolean {
    return this.#used === 0 || this.#used + bytes <= this.#limit;
  }
}

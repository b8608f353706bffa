/** Work in hand, so that a drain can wait for it. */
export class InFlight {
  readonly #promises = new Set<Promise<unknown>>();

  get size(): number {
    return this.#promises.size;
  }

  track<T>(promise: Promise<T>): Promise<T> {
    this.#promises.add(promise);
    const done = () => this.#promises.delete(promise);
    promise.then(done, done);
    return promise;
  }

  async settled(): Promise<void> {
    while (this.#promises.size > 0) await Promise.allSettled(this.#promises);
  }
}

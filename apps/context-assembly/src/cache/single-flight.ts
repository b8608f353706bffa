/**
 * Work that several want at once is done once. Who joins gets the same result; where the one who does it fails (it may have
 * been cancelled, or had less time), each of the others does it for itself.
 */
export class SingleFlight<T> {
  readonly #flying = new Map<string, Promise<T>>();

  get size(): number {
    return this.#flying.size;
  }

  async run(key: string, work: () => Promise<T>): Promise<{ value: T; joined: boolean }> {
    const flying = this.#flying.get(key);
    if (flying !== undefined) {
      const joined = await flying.then((value) => ({ value, joined: true }), () => null);
      return joined ?? { value: await work(), joined: false };
    }
    const own = work();
    this.#flying.set(key, own);
    try {
      return { value: await own, joined: false };
    } finally {
      this.#flying.delete(key);
    }
  }
}

/** A cheap spread of strings over 32 bits; the same on every machine and in every run. */
function spread(key: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/**
 * A sample that does not depend on chance or order: the keys that hash lowest. A chunk that stays in the index stays in
 * the sample, so two runs over nearly the same index are measured on nearly the same chunks.
 */
export class StableSample<T> {
  readonly #size: number;
  readonly #heap: { rank: number; key: string; item: T }[] = [];

  constructor(size: number) {
    this.#size = size;
  }

  /** `make` is called only when the key enters. */
  offer(key: string, make: () => T): void {
    const rank = spread(key);
    if (this.#heap.length >= this.#size) {
      if (this.#size === 0 || !comesBefore({ rank, key }, this.#heap[0]!)) return;
      this.#heap[0] = { rank, key, item: make() };
      this.#sink();
      return;
    }
    this.#heap.push({ rank, key, item: make() });
    for (let at = this.#heap.length - 1; at > 0; ) {
      const parent = (at - 1) >> 1;
      if (!comesBefore(this.#heap[parent]!, this.#heap[at]!)) break;
      [this.#heap[parent], this.#heap[at]] = [this.#heap[at]!, this.#heap[parent]!];
      at = parent;
    }
  }

  /** In the order of their hashes. */
  items(): T[] {
    return this.#heap.toSorted((a, b) => a.rank - b.rank || (a.key < b.key ? -1 : 1)).map(({ item }) => item);
  }

  /** The worst is on top. */
  #sink(): void {
    for (let at = 0; ; ) {
      let worst = at;
      for (const child of [2 * at + 1, 2 * at + 2]) if (child < this.#heap.length && comesBefore(this.#heap[worst]!, this.#heap[child]!)) worst = child;
      if (worst === at) return;
      [this.#heap[worst], this.#heap[at]] = [this.#heap[at]!, this.#heap[worst]!];
      at = worst;
    }
  }
}

function comesBefore(a: { rank: number; key: string }, b: { rank: number; key: string }): boolean {
  return a.rank < b.rank || (a.rank === b.rank && a.key < b.key);
}

import type { RankTable } from './rank-table.ts';

const POSITIONS = 2 ** 24;

/**
 * How many tokens byte pair encoding makes of some bytes: the neighbours whose union has the lowest rank merge first, the
 * leftmost of equals first, until no union is a token (Sennrich, Haddow & Birch, "Neural Machine Translation of Rare
 * Words with Subword Units", ACL 2016). A heap of candidate merges keeps it at n log n: a run of 100,000 letters takes
 * milliseconds where rescanning takes seconds.
 */
export class BytePairMerge {
  readonly #ranks: RankTable;
  #next = new Int32Array(256);
  #previous = new Int32Array(256);
  /** Rank of the union of the part that starts here with the part after it; −1 = none, or no part starts here. */
  #union = new Int32Array(256);
  #heap = new Float64Array(256);
  #size = 0;

  constructor(ranks: RankTable) {
    this.#ranks = ranks;
  }

  count(bytes: Uint8Array, length: number): number {
    if (length < 2) return length;
    this.#reserve(length);
    const next = this.#next;
    const previous = this.#previous;
    const union = this.#union;
    this.#size = 0;
    for (let i = 0; i < length; i++) {
      next[i] = i + 1;
      previous[i] = i - 1;
      union[i] = -1;
    }
    for (let i = 0; i + 1 < length; i++) this.#consider(bytes, i, length);
    let parts = length;
    while (this.#size > 0) {
      const smallest = this.#pop();
      const at = smallest % POSITIONS;
      if (union[at] !== (smallest - at) / POSITIONS) continue; // merged away or changed since it was pushed
      const gone = next[at]!;
      const after = next[gone]!;
      next[at] = after;
      if (after < length) previous[after] = at;
      union[gone] = -1;
      parts--;
      this.#consider(bytes, at, length);
      if (previous[at]! >= 0) this.#consider(bytes, previous[at]!, length);
    }
    return parts;
  }

  #consider(bytes: Uint8Array, at: number, length: number): void {
    const second = this.#next[at]!;
    const rank = second < length ? this.#ranks.rankOf(bytes, at, this.#next[second]!) : -1;
    this.#union[at] = rank;
    if (rank >= 0) this.#push(rank * POSITIONS + at);
  }

  #reserve(length: number): void {
    if (this.#next.length < length) {
      const capacity = 2 ** Math.ceil(Math.log2(length));
      this.#next = new Int32Array(capacity);
      this.#previous = new Int32Array(capacity);
      this.#union = new Int32Array(capacity);
      // Each merge pushes two candidates at most, each start one.
      this.#heap = new Float64Array(capacity * 3);
    } else if (this.#heap.length < length * 3) this.#heap = new Float64Array(this.#next.length * 3);
  }

  #push(value: number): void {
    const heap = this.#heap;
    let i = this.#size++;
    for (; i > 0; ) {
      const parent = (i - 1) >> 1;
      if (heap[parent]! <= value) break;
      heap[i] = heap[parent]!;
      i = parent;
    }
    heap[i] = value;
  }

  #pop(): number {
    const heap = this.#heap;
    const smallest = heap[0]!;
    const last = heap[--this.#size]!;
    let i = 0;
    for (let child = 1; child < this.#size; child = 2 * i + 1) {
      if (child + 1 < this.#size && heap[child + 1]! < heap[child]!) child++;
      if (heap[child]! >= last) break;
      heap[i] = heap[child]!;
      i = child;
    }
    heap[i] = last;
    return smallest;
  }
}

const PREFILTER = 400;

/**
 * Unit vectors of libraries, kept as 8-bit numbers. A search compares signs first, 32 dimensions at a time, and then the
 * few hundred nearest by their numbers. Exact enough for ranking: the signs only choose who is compared.
 */
export class VectorIndex {
  /** Of the first vector that was added; 0 before. Vectors of another length are not kept. */
  dimensions = 0;
  #words = 0;
  #count = 0;
  #codes = new Int8Array(0);
  #signs = new Uint32Array(0);
  #scales = new Float32Array(0);
  #docs = new Uint32Array(0);
  readonly #rowOf = new Map<number, number>();

  get size(): number {
    return this.#count;
  }

  /** A zero vector stands for a text without a known word: it is like nothing, and not kept. */
  add(doc: number, vector: Float32Array): void {
    let largest = 0;
    for (const value of vector) largest = Math.max(largest, Math.abs(value));
    if (this.dimensions === 0) {
      this.dimensions = vector.length;
      this.#words = Math.ceil(vector.length / 32);
    }
    if (largest === 0 || vector.length !== this.dimensions) return;
    if (this.#count === this.#docs.length) this.#grow();
    const row = this.#count++;
    const scale = largest / 127;
    for (let i = 0; i < this.dimensions; i++) {
      this.#codes[row * this.dimensions + i] = Math.round(vector[i]! / scale);
      if (vector[i]! > 0) this.#signs[row * this.#words + (i >> 5)]! |= 1 << (i & 31);
    }
    this.#scales[row] = scale;
    this.#docs[row] = doc;
    this.#rowOf.set(doc, row);
  }

  /** Cosine with one library; null when it has no vector. */
  similarity(doc: number, query: Float32Array): number | null {
    const row = this.#rowOf.get(doc);
    return row === undefined || query.length !== this.dimensions ? null : this.#dot(row, query);
  }

  has(doc: number): boolean {
    return this.#rowOf.has(doc);
  }

  /** The vector as it is kept; null when there is none. */
  vectorOf(doc: number): Float32Array | null {
    const row = this.#rowOf.get(doc);
    if (row === undefined) return null;
    return Float32Array.from(this.#codes.subarray(row * this.dimensions, (row + 1) * this.dimensions), (code) => code * this.#scales[row]!);
  }

  nearest(query: Float32Array, limit: number): { doc: number; cosine: number }[] {
    if (query.length !== this.dimensions) return [];
    const signs = new Uint32Array(this.#words);
    for (let i = 0; i < this.dimensions; i++) if (query[i]! > 0) signs[i >> 5]! |= 1 << (i & 31);
    const rows = this.#count <= PREFILTER ? Array.from({ length: this.#count }, (_, row) => row) : this.#nearestBySign(signs, Math.max(PREFILTER, limit * 4));
    return rows.map((row) => ({ doc: this.#docs[row]!, cosine: this.#dot(row, query) })).sort((a, b) => b.cosine - a.cosine || a.doc - b.doc).slice(0, limit);
  }

  #nearestBySign(signs: Uint32Array, wanted: number): number[] {
    const distances = new Uint16Array(this.#count);
    const histogram = new Uint32Array(this.dimensions + 1);
    for (let row = 0; row < this.#count; row++) {
      let distance = 0;
      for (let w = 0; w < this.#words; w++) distance += ones(this.#signs[row * this.#words + w]! ^ signs[w]!);
      distances[row] = distance;
      histogram[distance]!++;
    }
    let limit = 0;
    for (let sum = histogram[0]!; sum < wanted && limit < this.dimensions; sum += histogram[++limit]!);
    const rows: number[] = [];
    for (let row = 0; row < this.#count && rows.length < wanted * 2; row++) if (distances[row]! <= limit) rows.push(row);
    return rows;
  }

  #dot(row: number, query: Float32Array): number {
    const start = row * this.dimensions;
    let sum = 0;
    for (let i = 0; i < this.dimensions; i++) sum += this.#codes[start + i]! * query[i]!;
    return sum * this.#scales[row]!;
  }

  #grow(): void {
    const rows = Math.max(256, this.#docs.length * 2);
    this.#codes = grown(this.#codes, new Int8Array(rows * this.dimensions));
    this.#signs = grown(this.#signs, new Uint32Array(rows * this.#words));
    this.#scales = grown(this.#scales, new Float32Array(rows));
    this.#docs = grown(this.#docs, new Uint32Array(rows));
  }
}

function grown<T extends Int8Array | Uint32Array | Float32Array>(old: T, larger: T): T {
  larger.set(old);
  return larger;
}

/** Bits that are set (Hacker's Delight, 5-1). */
function ones(word: number): number {
  let x = word - ((word >>> 1) & 0x55555555);
  x = (x & 0x33333333) + ((x >>> 2) & 0x33333333);
  x = (x + (x >>> 4)) & 0x0f0f0f0f;
  return Math.imul(x, 0x01010101) >>> 24;
}

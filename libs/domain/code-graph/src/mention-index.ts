/** FNV-1a over UTF-16 units. Part of what is stored: a change makes every stored list void. */
export function nameHash(name: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/** Hashes of the distinct names, ascending. */
export function nameHashes(names: Iterable<string>): Uint32Array<ArrayBuffer> {
  const hashes = new Set<number>();
  for (const name of names) hashes.add(nameHash(name));
  return Uint32Array.from(hashes).sort();
}

/** Which files mention a name: one ascending list a file, all of them in memory (8 MB for two million names). */
export class MentionIndex {
  readonly #lists = new Map<number, Uint32Array>();

  set(file: number, hashes: Uint32Array): void {
    this.#lists.set(file, hashes);
  }

  delete(file: number): void {
    this.#lists.delete(file);
  }

  has(file: number): boolean {
    return this.#lists.has(file);
  }

  ids(): Iterable<number> {
    return this.#lists.keys();
  }

  find(names: readonly string[]): number[] {
    const wanted = names.map(nameHash);
    const found: number[] = [];
    for (const [file, hashes] of this.#lists) if (wanted.some((hash) => holds(hashes, hash))) found.push(file);
    return found;
  }
}

function holds(sorted: Uint32Array, value: number): boolean {
  let low = 0;
  let high = sorted.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const found = sorted[middle]!;
    if (found === value) return true;
    if (found < value) low = middle + 1;
    else high = middle - 1;
  }
  return false;
}

import { characterSet } from './edit-distance.ts';

/** Names added at the end since the last sort are looked through one by one; past this many, everything is sorted again. */
const MAX_TAIL = 2_000;

/** Names by position of arrival, found by prefix. */
export class SortedNames {
  readonly #names: string[] = [];
  readonly #sets: number[] = [];
  #order: Uint32Array = new Uint32Array(0);

  add(name: string): void {
    this.#names.push(name);
    this.#sets.push(characterSet(name));
  }

  at(position: number): string {
    return this.#names[position]!;
  }

  /** `characterSet` of that name. */
  setOf(position: number): number {
    return this.#sets[position]!;
  }

  /** Visits every name that starts with `prefix`, sorted ones in order; stops a group early when `visit` returns false. */
  forEachWithPrefix(prefix: string, visit: (position: number, name: string) => boolean): void {
    if (this.#names.length - this.#order.length > MAX_TAIL) this.#sort();
    for (let i = this.#lowerBound(prefix); i < this.#order.length; i++) {
      const position = this.#order[i]!;
      const name = this.#names[position]!;
      if (!name.startsWith(prefix) || !visit(position, name)) break;
    }
    for (let position = this.#order.length; position < this.#names.length; position++) {
      const name = this.#names[position]!;
      if (name.startsWith(prefix)) visit(position, name);
    }
  }

  #sort(): void {
    const names = this.#names;
    this.#order = Uint32Array.from(names, (_, i) => i).sort((a, b) => (names[a]! < names[b]! ? -1 : names[a]! > names[b]! ? 1 : a - b));
  }

  #lowerBound(prefix: string): number {
    let low = 0;
    let high = this.#order.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#names[this.#order[middle]!]! < prefix) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

import type { Tree } from 'web-tree-sitter';

export interface TreeCacheLimits {
  readonly entries: number;
  readonly ttlMs: number;
  /** Of texts and trees together, as far as that can be told from outside the parser. */
  readonly bytes: number;
}

export interface KeptTree {
  readonly grammar: string;
  /** What the parser read. */
  readonly text: string;
  readonly tree: Tree;
}

interface Entry extends KeptTree {
  readonly bytes: number;
  readonly expiresAt: number;
}

/** Parser memory of one node that has a name, with its share of those that have none. Measured: 40 to 90 bytes, by grammar. */
const NODE_BYTES = 96;

/** The last trees of files that change, so that their next version is parsed from where it differs. Owns its trees; the one used longest ago goes first. */
export class TreeCache {
  readonly #limits: TreeCacheLimits;
  readonly #now: () => number;
  readonly #entries = new Map<string, Entry>();
  #bytes = 0;

  constructor(limits: TreeCacheLimits, now: () => number = Date.now) {
    this.#limits = limits;
    this.#now = now;
  }

  get entries(): number {
    return this.#entries.size;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Hands the tree over to the caller, who must delete it or put it back. Null for a file it does not hold, or holds in another grammar. */
  take(key: string, grammar: string): KeptTree | null {
    this.#dropExpired();
    const entry = this.#entries.get(key);
    if (!entry) return null;
    if (entry.grammar !== grammar) {
      this.#drop(key, entry);
      return null;
    }
    this.#forget(key, entry);
    return entry;
  }

  /** Takes the tree over. One that alone would fill the cache is not kept. */
  put(key: string, kept: KeptTree): void {
    const old = this.#entries.get(key);
    if (old) this.#drop(key, old);
    const bytes = kept.text.length * 2 + kept.tree.rootNode.descendantCount * NODE_BYTES;
    if (this.#limits.entries === 0 || bytes > this.#limits.bytes / 4) return kept.tree.delete();
    this.#entries.set(key, { ...kept, bytes, expiresAt: this.#now() + this.#limits.ttlMs }); // last = used last
    this.#bytes += bytes;
    for (const [oldest, entry] of this.#entries) {
      if (this.#entries.size <= this.#limits.entries && this.#bytes <= this.#limits.bytes) break;
      this.#drop(oldest, entry);
    }
  }

  clear(): void {
    for (const [key, entry] of this.#entries) this.#drop(key, entry);
  }

  #dropExpired(): void {
    const now = this.#now();
    for (const [key, entry] of this.#entries) {
      if (entry.expiresAt > now) break; // in the order of use
      this.#drop(key, entry);
    }
  }

  #drop(key: string, entry: Entry): void {
    this.#forget(key, entry);
    entry.tree.delete();
  }

  #forget(key: string, entry: Entry): void {
    this.#entries.delete(key);
    this.#bytes -= entry.bytes;
  }
}

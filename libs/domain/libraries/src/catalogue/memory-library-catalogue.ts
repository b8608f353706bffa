import type { LibraryCatalogue, ManifestSighting } from './library-catalogue.ts';
import type { LibraryRecord } from './library-record.ts';
import { mergeRecords } from './merge-records.ts';

const PAGE = 1_000;

/** Records in memory: for tests, and for what needs no keeping. */
export class MemoryLibraryCatalogue implements LibraryCatalogue {
  readonly storage = 'memory';
  readonly #records = new Map<string, LibraryRecord>();
  readonly #manifests = new Map<string, ReadonlySet<string>>();

  async get(id: string): Promise<LibraryRecord | null> {
    return this.#records.get(id) ?? null;
  }

  async put(records: readonly LibraryRecord[]): Promise<LibraryRecord[]> {
    return records.map((record) => {
      const before = this.#records.get(record.id);
      const merged = before ? mergeRecords(before, record) : record;
      this.#records.set(record.id, merged);
      return merged;
    });
  }

  async *all(): AsyncIterable<readonly LibraryRecord[]> {
    const records = [...this.#records.values()];
    for (let at = 0; at < records.length; at += PAGE) yield records.slice(at, at + PAGE);
  }

  async sight(manifests: readonly ManifestSighting[]): Promise<number> {
    for (const { key, libraries } of manifests) this.#manifests.set(key, new Set(libraries));
    return manifests.length;
  }

  async pairsOf(id: string, limit: number): Promise<{ id: string; together: number; alone: number; other: number; manifests: number }[]> {
    const together = new Map<string, number>();
    const seen = new Map<string, number>();
    let alone = 0;
    for (const libraries of this.#manifests.values()) {
      const has = libraries.has(id);
      if (has) alone++;
      for (const other of libraries) {
        seen.set(other, (seen.get(other) ?? 0) + 1);
        if (has && other !== id) together.set(other, (together.get(other) ?? 0) + 1);
      }
    }
    return [...together].map(([other, count]) => ({ id: other, together: count, alone, other: seen.get(other)!, manifests: this.#manifests.size })).sort((a, b) => b.together - a.together || (a.id < b.id ? -1 : 1)).slice(0, limit);
  }
}

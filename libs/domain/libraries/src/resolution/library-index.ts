import { embeddedName, embeddedText, searchable, type LibraryRecord } from '../catalogue/library-record.ts';
import { LibrarySearch } from './library-search.ts';
import { NO_MALICIOUS_NAMES, typosquatOf, type MaliciousNames } from './suspect-names.ts';
import type { SearchableLibrary } from '../catalogue/searchable-library.ts';
import { VectorIndex } from './vector-index.ts';

/** Vectors of texts, by the model of the product. */
export interface TextEmbedder {
  embed(texts: readonly string[], kind: 'query' | 'document'): Promise<Float32Array[]>;
}

const BATCH = 24;
/** Replaced records leave traces in the lists; when they are this share of all, the lists are made anew. */
const MOST_REPLACED = 0.3;
const LEAST_REPLACED = 2_000;

/** Records and the means to find them, in memory. What is put in is found at once by its name, and by meaning after `embed`. */
export class LibraryIndex {
  #search = new LibrarySearch();
  #named = new VectorIndex();
  #records: (LibraryRecord | null)[] = [];
  readonly #docs = new Map<string, number>();
  readonly #keywords = new Set<string>();
  #replaced = 0;
  #embedded = 0;
  malicious: MaliciousNames = NO_MALICIOUS_NAMES;

  get size(): number {
    return this.#docs.size;
  }

  /** Records that have no vector yet. */
  get waiting(): number {
    return this.#records.length - this.#embedded;
  }

  get search(): LibrarySearch {
    return this.#search;
  }

  /** What the names mean of libraries that nobody described. Kept apart: a name alone would stand in the way of those that are described. */
  get named(): VectorIndex {
    return this.#named;
  }

  /** Whether some library has this word, in lower case, as a keyword. */
  isKeyword(word: string): boolean {
    return this.#keywords.has(word);
  }

  record(doc: number): LibraryRecord | null {
    return this.#records[doc] ?? null;
  }

  docOf(id: string): number | null {
    return this.#docs.get(id) ?? null;
  }

  get(id: string): LibraryRecord | null {
    const doc = this.#docs.get(id);
    return doc === undefined ? null : this.#records[doc]!;
  }

  *records(): Iterable<LibraryRecord> {
    for (const doc of this.#docs.values()) yield this.#records[doc]!;
  }

  put(record: LibraryRecord, vector: Float32Array | null = null): void {
    const before = this.#docs.get(record.id);
    if (before !== undefined) {
      vector ??= embeddedText(this.#records[before]!) === embeddedText(record) ? this.#vectorOf(before) : null;
      this.#search.remove(before);
      this.#records[before] = null;
      this.#replaced++;
    }
    this.#add(record, vector);
    if (this.#replaced > LEAST_REPLACED && this.#replaced > this.#records.length * MOST_REPLACED) this.#rebuild();
  }

  /** Vectors of what was put in since the last time. Stops, and says so, when the embedder fails: names are found without it. */
  async embed(embedder: TextEmbedder): Promise<void> {
    while (this.#embedded < this.#records.length) {
      const search = this.#search;
      const from = this.#embedded;
      const docs = Array.from({ length: Math.min(BATCH, this.#records.length - from) }, (_, i) => from + i).filter((doc) => this.#records[doc] && !search.vectors.has(doc) && !this.#named.has(doc));
      const vectors = docs.length === 0 ? [] : await embedder.embed(docs.map((doc) => textOf(this.#records[doc]!)), 'document');
      if (search !== this.#search) continue; // made anew meanwhile: documents have other numbers
      for (const [i, doc] of docs.entries()) this.#keep(doc, vectors[i]!);
      this.#embedded = Math.min(from + BATCH, this.#records.length);
    }
  }

  /** The far better known library that a name is mistaken for; null when it is not. Only its near neighbours are looked at. */
  mistakenFor(name: Pick<SearchableLibrary, 'ecosystem' | 'name' | 'popularity'>): SearchableLibrary | null {
    return typosquatOf(name, this.#search.neighbours(name.name));
  }

  #add(record: LibraryRecord, vector: Float32Array | null): void {
    const doc = this.#search.add(searchable(record));
    this.#records[doc] = record;
    if (vector) this.#keep(doc, vector);
    for (const keyword of record.keywords) this.#keywords.add(keyword.toLowerCase());
    this.#docs.set(record.id, doc);
  }

  #keep(doc: number, vector: Float32Array): void {
    const record = this.#records[doc];
    if (record) (described(record) ? this.#search.vectors : this.#named).add(doc, vector);
  }

  #vectorOf(doc: number): Float32Array | null {
    return this.#search.vectors.vectorOf(doc) ?? this.#named.vectorOf(doc);
  }

  #rebuild(): void {
    const live = [...this.#docs.values()].map((doc) => ({ record: this.#records[doc]!, vector: this.#vectorOf(doc) }));
    this.#search = new LibrarySearch();
    this.#named = new VectorIndex();
    this.#records = [];
    this.#docs.clear();
    this.#replaced = 0;
    this.#embedded = 0;
    for (const { record, vector } of live) this.#add(record, vector);
  }
}

function textOf(record: LibraryRecord): string {
  return described(record) ? embeddedText(record) : embeddedName(record);
}

function described({ description, keywords, text }: LibraryRecord): boolean {
  return description !== '' || keywords.length > 0 || text !== '';
}

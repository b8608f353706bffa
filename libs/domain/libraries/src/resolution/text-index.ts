import { termsOf } from '@twinmcp/retrieval';
import type { SearchableLibrary } from '../catalogue/searchable-library.ts';
import { nameTokens } from '../names/split-name.ts';
import { compoundTerms } from './compounds.ts';

/** How much a word counts by where it stands (BM25F), and how far long texts are discounted there. */
const FIELDS = [
  { weight: 1, b: 0.2 }, // name and aliases: kept apart, since their weight depends on the question
  { weight: 1.4, b: 0.3 }, // keywords
  { weight: 1.3, b: 0.5 }, // description
  { weight: 1, b: 0.6 }, // more text
] as const;
const K1 = 1.2;
const MAX_TEXT = 4_000;

interface Posting {
  readonly docs: number[];
  /** One weighted term frequency a document, of all that is said of it. */
  readonly frequencies: number[];
  /** Of its names. */
  readonly named: number[];
}

/** Words → libraries, ranked by BM25F (Robertson & Zaragoza 2009). Documents are numbered by the caller, in order. */
export class TextIndex {
  readonly #postings = new Map<string, Posting>();
  readonly #lengths: number[] = FIELDS.map(() => 0);
  #scores = new Float64Array(1024);
  #count = 0;

  get size(): number {
    return this.#count;
  }

  add(doc: number, library: SearchableLibrary): void {
    this.#count++;
    const fields = fieldTerms(library);
    const weighted = new Map<string, { said: number; named: number }>();
    for (const [f, terms] of fields.entries()) {
      this.#lengths[f]! += terms.length;
      const { weight, b } = FIELDS[f]!;
      // The average so far stands for the average: it settles after a few hundred libraries.
      const average = this.#lengths[f]! / this.#count || 1;
      const worth = weight / (1 - b + (b * terms.length) / average);
      for (const term of terms) {
        let entry = weighted.get(term);
        if (!entry) weighted.set(term, (entry = { said: 0, named: 0 }));
        if (f === 0) entry.named += worth;
        else entry.said += worth;
      }
    }
    for (const [term, { said, named }] of weighted) {
      let posting = this.#postings.get(term);
      if (!posting) this.#postings.set(term, (posting = { docs: [], frequencies: [], named: [] }));
      posting.docs.push(doc);
      posting.frequencies.push(said);
      posting.named.push(named);
    }
  }

  has(term: string): boolean {
    return this.#postings.has(term);
  }

  documents(term: string): readonly number[] {
    return this.#postings.get(term)?.docs ?? [];
  }

  idf(term: string): number {
    const found = this.#postings.get(term)?.docs.length ?? 0;
    return Math.log(1 + (this.#count - found + 0.5) / (found + 0.5));
  }

  /**
   * Scores of every library that has one of the terms. `best` is what a library would get that has each of them once, in
   * a text of average length; `nameWeight`: what a word of a name counts, a word of a long text being 1.
   */
  search(terms: ReadonlyMap<string, number>, documents: number, nameWeight: number): { scores: Float64Array; touched: number[]; best: number } {
    if (this.#scores.length < documents) this.#scores = new Float64Array(documents * 2);
    const scores = this.#scores;
    scores.fill(0, 0, documents);
    const touched: number[] = [];
    let best = 0;
    for (const [term, count] of terms) {
      const idf = this.idf(term) * Math.sqrt(count);
      best += idf;
      const posting = this.#postings.get(term);
      if (!posting) continue;
      const { docs, frequencies, named } = posting;
      for (let i = 0; i < docs.length; i++) {
        const doc = docs[i]!;
        const frequency = frequencies[i]! + nameWeight * named[i]!;
        if (frequency === 0) continue;
        if (scores[doc] === 0) touched.push(doc);
        scores[doc]! += (idf * frequency * (K1 + 1)) / (frequency + K1);
      }
    }
    return { scores, touched, best };
  }
}

function fieldTerms(library: SearchableLibrary): string[][] {
  const names = [library.name, ...library.aliases, ...library.importNames];
  return [
    [...new Set(names.flatMap((name) => [...termsOf(name), ...nameTokens(name).filter((token) => token.length > 1)]))],
    library.keywords.flatMap(wordsOf),
    wordsOf(library.description.slice(0, MAX_TEXT)),
    wordsOf(library.text.slice(0, MAX_TEXT)),
  ];
}

function wordsOf(text: string): string[] {
  return [...termsOf(text), ...compoundTerms(text)];
}

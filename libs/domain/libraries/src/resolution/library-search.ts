import type { MatchKind } from '@twinmcp/contracts';
import { queryTerms, termsOf } from '@twinmcp/retrieval';
import type { SearchableLibrary } from '../catalogue/searchable-library.ts';
import { nameForms } from '../names/name-forms.ts';
import { NameCandidates } from './name-candidates.ts';
import { NameIndex } from './name-index.ts';
import type { MatchParts, RankedLibrary, SearchRequest, SearchWeights } from './search-model.ts';
import { TextIndex } from './text-index.ts';
import { VectorIndex } from './vector-index.ts';

const TEXT_CANDIDATES = 200;
const VECTOR_CANDIDATES = 100;
/** Longer questions than this are descriptions: comparing their letters with names says nothing. */
const NAME_WORDS = 4;
const NAME_LETTERS = 60;
/** What popularity and being installed may add: enough to decide between equals, never enough to pass a better match. */
const POPULARITY = 0.02;
/** Among names that are only alike the better known one is meant more often. */
const PRIOR = 0.06;
const INSTALLED = 0.03;
const FLOOR = 0.12;
const NEIGHBOURS = 60;
const BUCKETS = 1_000;
/** What names can be matched by beyond letters; the rest is scored. */
const TIERS: Partial<Record<MatchKind, number>> = { exact: 1, import: 0.96, alias: 0.95 };

/** Names, words and vectors of libraries, searched together. Documents are numbered in the order they are added. */
export class LibrarySearch {
  readonly libraries: (SearchableLibrary | null)[] = [];
  readonly names = new NameIndex();
  readonly vectors = new VectorIndex();
  readonly #text = new TextIndex();

  add(library: SearchableLibrary, vector: Float32Array | null = null): number {
    const doc = this.libraries.push(library) - 1;
    this.names.add(doc, library);
    this.#text.add(doc, library);
    if (vector) this.vectors.add(doc, vector);
    return doc;
  }

  /** Libraries whose names share the most letters with this one. */
  neighbours(name: string): SearchableLibrary[] {
    const docs = new Set(this.names.near(nameForms(name).flat, NEIGHBOURS).map((at) => this.names.names[at]!.doc));
    return [...docs].map((doc) => this.libraries[doc]).filter((library) => library != null);
  }

  /** The document is never found again. What it left in the lists is passed over; an index is built anew now and then. */
  remove(doc: number): void {
    this.libraries[doc] = null;
  }

  search(request: SearchRequest): RankedLibrary[] {
    const { query, kind, vector, weights } = request;
    const nameLike = kind !== 'description' && query.length <= NAME_LETTERS && query.trim().split(/\s+/).length <= NAME_WORDS;
    const named = nameLike ? new NameCandidates(this.names, (word) => this.#docsWith(word)).find(query, kind, (doc) => this.libraries[doc]?.popularity ?? null) : new Map();
    const docs = new Set(named.keys());
    const { scores, touched, best } = this.#text.search(queryTerms(query), this.libraries.length);
    for (const doc of largest(touched, scores, TEXT_CANDIDATES)) docs.add(doc);
    const cosines = new Map<number, number>();
    if (vector) {
      for (const { doc, cosine } of this.vectors.nearest(vector, VECTOR_CANDIDATES)) {
        cosines.set(doc, cosine);
        docs.add(doc);
      }
    }
    const ranked: RankedLibrary[] = [];
    for (const doc of docs) {
      const library = this.libraries[doc];
      if (!library || (request.accepts && !request.accepts(doc))) continue;
      const name = named.get(doc);
      const parts: MatchParts = {
        text: best > 0 ? Math.min(1, scores[doc]! / best) : null,
        levenshtein: nameLike ? (name?.levenshtein ?? 0) : null,
        similarity: nameLike ? (name?.similarity ?? 0) : null,
        semantic: vector ? unit(cosines.get(doc) ?? this.vectors.similarity(doc, vector)) : null,
        popularity: library.popularity,
      };
      const matched: MatchKind = name?.matched ?? (nameLike ? 'words' : 'description');
      const tier = name?.tier ?? TIERS[matched];
      const base = tier ?? combine(parts, weights, kind);
      if (base < FLOOR) continue;
      ranked.push({ doc, score: base + (tier === undefined && nameLike ? PRIOR : POPULARITY) * (parts.popularity ?? 0) + (request.installed?.(doc) ? INSTALLED : 0), matched, by: name?.by ?? '', parts });
    }
    return ranked.sort((a, b) => b.score - a.score || plainer(this.libraries[a.doc]!, this.libraries[b.doc]!)).slice(0, request.limit);
  }

  #docsWith(word: string): ReadonlySet<number> {
    return new Set(termsOf(word).flatMap((term) => this.#text.documents(term)));
  }
}

/**
 * The weighted mean of what is known. Where the letters alone say more than the mean, they decide: a misspelt name shares
 * no word with any description. An import is copied from code that runs, so it is shortened rather than misspelt.
 */
function combine(parts: MatchParts, weights: SearchWeights, kind: SearchRequest['kind']): number {
  let sum = 0;
  let total = 0;
  for (const [part, weight] of Object.entries(weights) as [keyof SearchWeights, number][]) {
    const value = parts[part];
    if (value === null) continue;
    sum += weight * value;
    total += weight;
  }
  const all = total > 0 ? sum / total : 0;
  if (parts.levenshtein === null || parts.similarity === null) return all;
  const edits = kind === 'import' ? weights.levenshtein * 0.3 : weights.levenshtein;
  const letters = (edits * parts.levenshtein + weights.similarity * parts.similarity) / (edits + weights.similarity || 1);
  return Math.max(all, 0.92 * letters + 0.08 * all);
}

/** Between equals the shorter name, then the one in the spelling of the registries. */
function plainer(a: SearchableLibrary, b: SearchableLibrary): number {
  return a.name.length - b.name.length || Number(a.name !== a.name.toLowerCase()) - Number(b.name !== b.name.toLowerCase()) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

function unit(value: number | null): number | null {
  return value === null ? null : Math.max(0, Math.min(1, value));
}

/** The documents with the highest scores, about that many: by buckets, since sorting all of them takes longer than finding them. */
function largest(docs: readonly number[], scores: Float64Array, wanted: number): number[] {
  if (docs.length <= wanted) return [...docs];
  let most = 0;
  for (const doc of docs) if (scores[doc]! > most) most = scores[doc]!;
  const bucket = (doc: number): number => Math.floor((scores[doc]! / most) * BUCKETS);
  const counts = new Uint32Array(BUCKETS + 1);
  for (const doc of docs) counts[bucket(doc)]!++;
  let cut = BUCKETS;
  for (let sum = counts[cut]!; cut > 0 && sum < wanted; sum += counts[--cut]!);
  return docs.filter((doc) => bucket(doc) >= cut).slice(0, wanted * 2);
}

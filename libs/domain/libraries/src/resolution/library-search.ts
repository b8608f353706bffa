import type { MatchKind } from '@twinmcp/contracts';
import { termsOf } from '@twinmcp/retrieval';
import type { SearchableLibrary } from '../catalogue/searchable-library.ts';
import { questionTerms } from './compounds.ts';
import { nameForms } from '../names/name-forms.ts';
import { centroidOf } from './feedback.ts';
import { NameCandidates, type NameCandidate } from './name-candidates.ts';
import { NameIndex } from './name-index.ts';
import type { MatchParts, RankedLibrary, SearchRequest, SearchWeights } from './search-model.ts';
import { TextIndex } from './text-index.ts';
import { VectorIndex } from './vector-index.ts';

/** Of a word in a name, beside 1 for one in a long text. Who describes a library in a sentence does not use its name. */
const NAME_WEIGHT = 1.6;
const NAME_IN_SENTENCE = 0.4;
/** Words up to which a description is short, and from which on it is long. */
const SHORT = 3;
const LONG = 7;
/** The share of a sentence whose words, all found, are as much as can be asked for. */
const FULL_SENTENCE = 0.6;
/** What feedback counts in the meaning of a short description. */
const FEEDBACK = 0.8;
/** A description is met in meaning by what comes nearest to it, as in words by what has most of them; but not by what is no nearer than this. */
const NEAREST = 0.5;
const TEXT_CANDIDATES = 200;
const VECTOR_CANDIDATES = 100;
/** What several words count as a description, where they could be a name too. */
const PHRASE = 0.85;
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
/** A word that more libraries than these speak of is no name that is spoken of. */
const MOST_MENTIONS = 300;
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

  /** Documents of libraries of which something is said with all words of this name in it. */
  mentioning(name: string): number[] {
    const lists = [...new Set(termsOf(name))].map((term) => this.#text.documents(term)).sort((a, b) => a.length - b.length);
    const [rarest, ...others] = lists;
    if (!rarest || rarest.length > MOST_MENTIONS) return [];
    return rarest.filter((doc) => this.libraries[doc] && others.every((list) => includesSorted(list, doc)));
  }

  /** The document is never found again. What it left in the lists is passed over; an index is built anew now and then. */
  remove(doc: number): void {
    this.libraries[doc] = null;
  }

  search(request: SearchRequest): RankedLibrary[] {
    const { query, kind, vector } = request;
    const nameLike = kind !== 'description' && query.length <= NAME_LETTERS && query.trim().split(/\s+/).length <= NAME_WORDS;
    const named: ReadonlyMap<number, NameCandidate> = nameLike ? new NameCandidates(this.names, (word) => this.#docsWith(word)).find(query, kind, (doc) => this.libraries[doc]?.popularity ?? null) : new Map();
    const docs = new Set(named.keys());
    const terms = questionTerms(query, (term) => this.#text.has(term));
    const brevity = kind === 'description' ? Math.max(0, Math.min(1, (LONG - terms.size) / (LONG - SHORT))) : 1;
    const { scores, touched, best } = this.#text.search(terms, this.libraries.length, NAME_WEIGHT * brevity + (1 - brevity) * NAME_IN_SENTENCE);
    for (const doc of largest(touched, scores, TEXT_CANDIDATES)) docs.add(doc);
    let most = 0;
    for (const doc of docs) if (scores[doc]! > most) most = scores[doc]!;
    const full = Math.max(best * (FULL_SENTENCE * (1 - brevity) + brevity), most);
    const cosines = vector ? new Map(this.vectors.nearest(vector, VECTOR_CANDIDATES).map(({ doc, cosine }) => [doc, cosine])) : null;
    for (const doc of cosines?.keys() ?? []) docs.add(doc);
    const likest = cosines ? Math.max(NEAREST, ...cosines.values()) : 1;
    const nearest = kind === 'description' ? likest : 1;
    const phrase = nameLike && kind === 'any' && /\S\s+\S/.test(query);
    const hears = vector !== null && kind === 'description' && brevity > 0;
    const ranked: RankedLibrary[] = [];
    for (const doc of docs) {
      const library = this.libraries[doc];
      if (!library || (request.accepts && !request.accepts(doc))) continue;
      const name = named.get(doc);
      const parts: MatchParts = {
        text: full > 0 ? Math.min(1, scores[doc]! / full) : null,
        levenshtein: nameLike ? (name?.levenshtein ?? 0) : null,
        similarity: nameLike ? (name?.similarity ?? 0) : null,
        semantic: vector ? shareOf(nearest, cosines!.get(doc) ?? this.vectors.similarity(doc, vector)) : null,
        popularity: library.popularity,
      };
      const described = phrase && parts.semantic !== null ? PHRASE * combine({ ...parts, semantic: parts.semantic / likest, levenshtein: null, similarity: null }, request.weights, kind) : 0;
      const match = this.#rank(doc, parts, name, request, nameLike, described);
      if (hears || match.score >= FLOOR) ranked.push(match);
    }
    const heard = hears ? this.#hear(ranked, request, brevity, nearest, scores, full) : ranked;
    return heard.filter(({ score }) => score >= FLOOR).sort((a, b) => this.#order(a, b)).slice(0, request.limit);
  }

  #rank(doc: number, parts: MatchParts, name: NameCandidate | undefined, { weights, kind, installed }: SearchRequest, nameLike: boolean, described = 0): RankedLibrary {
    const asNamed: MatchKind = name?.matched ?? (nameLike ? 'words' : 'description');
    const tier = name?.tier ?? TIERS[asNamed];
    const whole = tier ?? combine(parts, weights, kind);
    const base = tier ?? Math.max(whole, described);
    const matched = base > whole ? 'description' : asNamed;
    const score = base < FLOOR ? 0 : base + (tier === undefined && nameLike ? PRIOR : POPULARITY) * (parts.popularity ?? 0) + (installed?.(doc) ? INSTALLED : 0);
    return { doc, score, matched, by: name?.by ?? '', parts };
  }

  /** A few words say little by themselves: what they find first says the rest. A whole sentence needs no help. */
  #hear(ranked: readonly RankedLibrary[], request: SearchRequest, brevity: number, nearest: number, scores: Float64Array, full: number): RankedLibrary[] {
    const centroid = centroidOf([...ranked].sort((a, b) => this.#order(a, b)), this.vectors);
    if (!centroid) return [...ranked];
    const share = FEEDBACK * brevity;
    const known = new Set(ranked.map(({ doc }) => doc));
    const more = this.vectors.nearest(centroid, VECTOR_CANDIDATES).filter(({ doc }) => !known.has(doc) && this.libraries[doc] && (request.accepts?.(doc) ?? true)).map(({ doc }) => {
      const semantic = shareOf(nearest, this.vectors.similarity(doc, request.vector!));
      return { doc, parts: { text: full > 0 ? Math.min(1, scores[doc]! / full) : null, levenshtein: null, similarity: null, semantic, popularity: this.libraries[doc]!.popularity } };
    });
    const heard = [...ranked, ...more].map(({ doc, parts }) => {
      const alike = this.vectors.similarity(doc, centroid);
      return { doc, parts, semantic: parts.semantic === null || alike === null ? parts.semantic : (1 - share) * parts.semantic + share * alike };
    });
    const most = heard.reduce((top, { semantic }) => Math.max(top, semantic ?? 0), NEAREST);
    return heard.map(({ doc, parts, semantic }) => this.#rank(doc, { ...parts, semantic: shareOf(most, semantic) }, undefined, request, false));
  }

  /** Between equals the shorter name, then the one in the spelling of the registries. */
  #order(a: RankedLibrary, b: RankedLibrary): number {
    return b.score - a.score || plainer(this.libraries[a.doc]!, this.libraries[b.doc]!);
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

/** Documents are listed in the order they were added. */
function includesSorted(list: readonly number[], wanted: number): boolean {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle]! < wanted) low = middle + 1;
    else high = middle;
  }
  return list[low] === wanted;
}

function plainer(a: SearchableLibrary, b: SearchableLibrary): number {
  return a.name.length - b.name.length || Number(a.name !== a.name.toLowerCase()) - Number(b.name !== b.name.toLowerCase()) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/** 0 … 1: how much of the greatest likeness this one is. */
function shareOf(most: number, value: number | null): number | null {
  return value === null ? null : Math.max(0, Math.min(1, value / most));
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

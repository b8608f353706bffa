import type { MatchKind } from '@twinmcp/contracts';
import { languageMarked } from '../names/affixes.ts';
import { compareNames, nameQuery, type NameLikeness, type NameQuery } from './compare-names.ts';
import type { NameIndex } from './name-index.ts';

export interface NameCandidate extends NameLikeness {
  readonly matched: MatchKind;
  readonly by: string;
  /** Set where the way of matching decides, not the letters. */
  readonly tier: number | null;
}

const LISTED = 40;
const NEAR = 90;
/** Whoever spelt a name right wants few others. */
const NEAR_EXACT = 40;
const LANGUAGE_MARKED = 0.965;
const TOLD = 0.9;
const KNOWN = 0.3;
const ABBREVIATED_WORD = 0.8;

/** The libraries that a short question may name, each by its best name. */
export class NameCandidates {
  readonly #index: NameIndex;
  readonly #docsWith: (word: string) => ReadonlySet<number>;

  constructor(index: NameIndex, docsWith: (word: string) => ReadonlySet<number>) {
    this.#index = index;
    this.#docsWith = docsWith;
  }

  find(query: string, kind: 'any' | 'package' | 'import' | 'description', popularityOf: (doc: number) => number | null): Map<number, NameCandidate> {
    const found = new Map<number, NameCandidate>();
    const asked = nameQuery(query);
    const weightOf = (token: string): number => this.#index.weight(token);
    const seen = new Set<number>();
    const consider = (at: number, fixed?: { matched: MatchKind; tier: number | null }): void => {
      if (!fixed && seen.has(at)) return;
      seen.add(at);
      const name = this.#index.names[at]!;
      const likeness = compareNames(asked, name, weightOf);
      const candidate: NameCandidate = { ...likeness, matched: fixed?.matched ?? kindOf(asked.flat, name.flat, likeness), by: name.lower, tier: fixed?.tier ?? null };
      const before = found.get(name.doc);
      if (!before || worth(candidate) > worth(before)) found.set(name.doc, candidate);
    };
    const exact = this.#index.exactly(query);
    for (const at of exact) {
      const { kind: what, doc } = this.#index.names[at]!;
      const known = (popularityOf(doc) ?? 0) >= KNOWN;
      if (what === 'name') consider(at, kind === 'import' && !known ? { matched: 'exact', tier: 0.955 } : { matched: 'exact', tier: 1 });
      else if (what === 'import') consider(at, { matched: 'import', tier: kind === 'import' ? 1 : 0.96 });
      else consider(at, { matched: 'alias', tier: what === 'told' ? TOLD : 0.95 });
    }
    // A package that carries the language in its name is there to be imported without it: python-slugify, pyzmq.
    if (kind === 'import') for (const at of this.#index.variants(asked.flat)) if (languageMarked(this.#index.names[at]!.flat, asked.flat)) consider(at, { matched: 'normalised', tier: LANGUAGE_MARKED });
    for (const form of [asked.lower, asked.flat, asked.core, ...asked.stripped]) for (const at of this.#index.variants(form).slice(0, LISTED)) consider(at);
    for (const letters of [asked.flat, asked.letters]) for (const at of letters === '' ? [] : this.#index.acronyms(letters).slice(0, LISTED)) consider(at);
    this.#shortenedWords(asked, found);
    for (const token of asked.tokens) if (token.length > 1) for (const at of this.#index.withToken(token).slice(0, LISTED)) consider(at);
    for (const at of this.#index.near(asked.flat, exact.length > 0 ? NEAR_EXACT : NEAR)) consider(at);
    return found;
  }

  /** `ldjam12`, `cc-by`: the initials of a name and a word, the word in what is said of the library. */
  #shortenedWords({ flat, tokens }: NameQuery, found: Map<number, NameCandidate>): void {
    const letters = flat.replace(/\d+$/, '');
    for (let length = 2; length <= Math.min(5, letters.length); length++) {
      const rest = letters.slice(length);
      const listed = this.#index.acronyms(letters.slice(0, length));
      if (listed.length === 0 || listed.length > LISTED) continue;
      const whole = tokens[0] === letters.slice(0, length) && tokens.length > 1;
      const docs = rest.length >= 3 ? this.#docsWith(rest) : new Set<number>();
      for (const at of listed) {
        const { doc, lower } = this.#index.names[at]!;
        const similarity = docs.has(doc) ? ABBREVIATED_WORD : whole ? 0.62 : 0;
        if (similarity > (found.get(doc)?.similarity ?? 0)) found.set(doc, { levenshtein: similarity, similarity, acronym: true, matched: 'acronym', by: lower, tier: null });
      }
    }
  }
}

function worth({ tier, levenshtein, similarity }: NameCandidate): number {
  return (tier ?? 0) * 10 + levenshtein + similarity;
}

function kindOf(query: string, name: string, { levenshtein, acronym }: NameLikeness): MatchKind {
  if (query === name) return 'normalised';
  if (acronym) return 'acronym';
  if (levenshtein >= 0.72) return 'typo';
  return name.startsWith(query) ? 'prefix' : 'words';
}

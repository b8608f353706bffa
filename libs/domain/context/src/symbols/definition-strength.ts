import type { SymbolHit } from '@twinmcp/contracts';
import { classifyPath, LEXICAL_PARAMETERS, pathPriors, splitIdentifier, wordTerms, type DefinitionHit } from '@twinmcp/retrieval';
import type { QueryName, QueryUnderstanding } from '../query/model.ts';

/** A dotted name whose last part alone is right: `reply.send` finds `Server.send`. */
const LEAF_ONLY = 0.7;
/** From this look-up score on it is the same name in another convention: `getUser` and `get_user`. */
const SPELLED_OTHERWISE = 0.9;
/** Where the name itself is found, what merely resembles it is left out: matches below this share of the best one. */
const CLEARLY_BETTER = 0.8;
/** Plain words that together make a name say much; a single common word says little. */
const WORDS_ALL = 0.6;
const WORDS_SOME = 0.4;
const ONE_WORD = 0.25;

/** How well a symbol is the one that this name of the question means: 0..1. */
export function nameMatch(name: QueryName, hit: Pick<SymbolHit, 'name' | 'qualifiedName' | 'score'>): number {
  const asked = name.name.toLowerCase();
  const qualified = hit.qualifiedName.toLowerCase();
  const leaf = hit.name.toLowerCase() === name.leaf.toLowerCase();
  if (qualified === asked || (leaf && qualified.endsWith(`.${asked}`))) return hit.score;
  if (leaf) return hit.score * (name.leaf === name.name ? 1 : LEAF_ONLY);
  if (hit.score >= SPELLED_OTHERWISE && name.leaf === name.name) return sameLetters(name.name, hit.name) ? hit.score : 0;
  return hit.score < 1 ? hit.score * LEAF_ONLY : 0;
}

/** All names are looked up together: a hit that another name brought must not count for this one. */
function sameLetters(a: string, b: string): boolean {
  const letters = (text: string) => text.replace(/[^\p{L}\p{N}]/gu, '').toLowerCase();
  return letters(a) === letters(b);
}

/** Best look-up score of each name, in the order of the question's names. */
export function nameScores(query: QueryUnderstanding, hits: readonly SymbolHit[]): number[] {
  return query.names.map((name) => hits.reduce((best, hit) => Math.max(best, nameMatch(name, hit)), 0));
}

/** Beside text search, which reads names too, a definition adds less than alone: chosen on the history sets. A name written as code keeps its full strength. */
const BESIDE_TEXT = { shaped: 0.2, worded: 1 / 3 } as const;

/**
 * Symbols as evidence for the places where they are defined. A name that many symbols share equally well says less about
 * each; one in tests or examples less than one in the code, unless the question is about those. `besideText`: text search
 * answered too, so only sure matches count, and what merely looks like a name counts less.
 */
export function definitionHits(query: QueryUnderstanding, named: readonly SymbolHit[], worded: readonly SymbolHit[], besideText = false): DefinitionHit[] {
  const best = new Map<string, DefinitionHit>();
  const add = (hit: SymbolHit, strength: number) => {
    const key = `${hit.path}\0${hit.startLine}\0${hit.qualifiedName}`;
    if (!(strength > 0) || (best.get(key)?.strength ?? 0) >= strength) return;
    const { path, language, fileHash, qualifiedName, startLine, endLine, nameLine } = hit;
    best.set(key, { path, language, fileHash, qualifiedName, startLine, endLine, nameLine, strength: Math.min(1, strength) });
  };
  const priors = pathPriors(query.text, LEXICAL_PARAMETERS.prior);
  const offer = (ranked: readonly { readonly hit: SymbolHit; readonly match: number }[], share: number) => {
    const named = Map.groupBy(ranked, ({ hit }) => hit.name);
    for (const { hit, match } of ranked) {
      let rivals = 0;
      for (const other of named.get(hit.name)!) if (other.match >= match) rivals++;
      add(hit, (match * share * priors[classifyPath(hit.path)]) / (1 + Math.log2(rivals) / 2));
    }
  };
  for (const name of query.names) {
    const matches = named.map((hit) => ({ hit, match: nameMatch(name, hit) })).filter(({ match }) => match > 0);
    const best = matches.reduce((most, { match }) => Math.max(most, match), 0);
    const enough = besideText ? SPELLED_OTHERWISE * LEAF_ONLY : best >= SPELLED_OTHERWISE ? best * CLEARLY_BETTER : 0;
    offer(matches.filter(({ hit, match }) => match >= enough && !(besideText && hit.score < SPELLED_OTHERWISE)), name.certainty * (besideText && name.certainty < 1 ? BESIDE_TEXT.shaped : 1));
  }
  offer(worded.map((hit) => ({ hit, match: wordStrength(query.words, hit) })), besideText ? BESIDE_TEXT.worded : 1);
  return [...best.values()];
}

function wordStrength(words: readonly string[], hit: SymbolHit): number {
  const parts = splitIdentifier(hit.qualifiedName).map((part) => part.toLowerCase());
  const leafParts = splitIdentifier(hit.name).length;
  if (parts.length === 0) return 0;
  const matched = words.filter((word) => parts.some((part) => sameWord(word, part))).length;
  if (matched === 0) return 0;
  const covered = parts.slice(-leafParts).filter((part) => words.some((word) => sameWord(word, part))).length / Math.max(1, leafParts);
  if (covered === 0) return 0;
  if (matched >= 2) return covered === 1 ? WORDS_ALL : WORDS_SOME * covered;
  return covered === 1 ? ONE_WORD : 0;
}

/** Words and parts of names come again and again. Emptied when full. */
const FIRST_TERMS = new Map<string, string | undefined>();
const MOST_WORDS = 5_000;

function firstTerm(word: string): string | undefined {
  if (FIRST_TERMS.has(word)) return FIRST_TERMS.get(word);
  const [first] = wordTerms(word);
  if (FIRST_TERMS.size >= MOST_WORDS) FIRST_TERMS.clear();
  FIRST_TERMS.set(word, first);
  return first;
}

/** Same word but for its ending: `serialised` and `serialize`, `hook` and `hooks`. The light stemmer first, then a long common beginning for what it does not know. */
export function sameWord(a: string, b: string): boolean {
  if (a === b) return true;
  const shorter = Math.min(a.length, b.length);
  const longer = Math.max(a.length, b.length);
  if (shorter < 4 || longer - shorter > 4) return false;
  const first = firstTerm(a);
  if (first !== undefined && first === firstTerm(b)) return true;
  let common = 0;
  while (common < shorter && a[common] === b[common]) common++;
  return common >= Math.max(6, shorter - 3);
}

/**
 * Names to look up for plain words: each word, what it may be without its inflection (`serialised` → `serialise`,
 * `serialize`), and neighbours joined as programmers would (`content type` → `contentType`).
 */
export function wordNames(words: readonly string[], limit = 32): string[] {
  const few = words.slice(0, 12);
  const joined = few.slice(1).map((word, i) => `${few[i]!}${word[0]!.toUpperCase()}${word.slice(1)}`);
  return [...new Set([...few, ...few.flatMap(baseForms), ...joined])].slice(0, limit);
}

function baseForms(word: string): string[] {
  const forms: string[] = [];
  if (/(?:ed|es)$/.test(word) && word.length > 4) forms.push(word.slice(0, -1), word.slice(0, -2));
  else if (/[^s]s$/.test(word) && word.length > 3) forms.push(word.slice(0, -1));
  else if (word.endsWith('ing') && word.length > 5) forms.push(word.slice(0, -3), `${word.slice(0, -3)}e`);
  return [...forms, ...[word, ...forms].filter((form) => form.endsWith('ise')).map((form) => `${form.slice(0, -2)}ze`)];
}

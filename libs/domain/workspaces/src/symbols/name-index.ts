import { editDistance, tolerance } from './edit-distance.ts';
import { MAX_NEAR_WORDS, MIN_NAME_LENGTH, NAME_SCORE, compareNameMatches, nearMissScore, prefixScore, wordScore, type NameMatch } from './name-scores.ts';
import { nameWords } from './name-words.ts';

interface Name {
  readonly name: string;
  readonly folded: string;
  readonly words: ReadonlySet<string>;
}

/**
 * What a search for names is to find, by its definition: every name is compared with what was asked for. For small sets,
 * and the measure for stores that do the same with an index.
 */
export class NameIndex {
  readonly #names = new Map<number, Name>();

  add(id: number, name: string): void {
    this.#names.set(id, { name, folded: name.toLowerCase(), words: new Set(nameWords(name)) });
  }

  remove(id: number): void {
    this.#names.delete(id);
  }

  /** Best first, each name once. `exact` = the name itself, in any case. */
  find(query: string, match: 'exact' | 'broad', limit: number): NameMatch[] {
    const folded = query.toLowerCase();
    const words = [...new Set(nameWords(query))];
    const choices = match === 'broad' && words.join('').length >= MIN_NAME_LENGTH ? this.#choices(words) : null;
    const found: NameMatch[] = [];
    for (const [id, name] of this.#names) {
      const score = Math.max(spelling(name, query, folded, match === 'broad'), choices ? wording(name, choices) : 0);
      if (score > 0) found.push({ id, score });
    }
    // A near miss of a name that exists is another name.
    if (match === 'broad' && !found.some(({ score }) => score >= NAME_SCORE.sameWords)) this.#addNearMisses(folded, found);
    return found.sort(compareNameMatches).slice(0, limit);
  }

  /** For each word the words that stand for it: itself, or when no name holds it, those spelt nearly like it. */
  #choices(words: readonly string[]): { readonly words: readonly string[][]; readonly exact: boolean } {
    const all = new Set([...this.#names.values()].flatMap((name) => [...name.words]));
    return {
      words: words.map((word) => (all.has(word) ? [word] : [...all]
        .map((other) => ({ other, distance: editDistance(word, other, tolerance(word.length)) }))
        .filter(({ distance }) => distance <= tolerance(word.length))
        .sort((a, b) => a.distance - b.distance || (a.other < b.other ? -1 : 1))
        .slice(0, MAX_NEAR_WORDS)
        .map(({ other }) => other))),
      exact: words.every((word) => all.has(word)),
    };
  }

  #addNearMisses(folded: string, found: NameMatch[]): void {
    const tolerated = tolerance(folded.length);
    const known = new Map(found.map(({ id }, i) => [id, i]));
    for (const [id, name] of this.#names) {
      const distance = editDistance(folded, name.folded, tolerated);
      if (distance > tolerated) continue;
      const near = { id, score: nearMissScore(distance, tolerated) };
      const at = known.get(id);
      if (at === undefined) found.push(near);
      else if (near.score > found[at]!.score) found[at] = near;
    }
  }
}

function spelling({ name, folded }: Name, query: string, asked: string, prefixes: boolean): number {
  if (folded === asked) return name === query ? NAME_SCORE.exact : NAME_SCORE.caseInsensitive;
  return prefixes && asked.length >= MIN_NAME_LENGTH && folded.startsWith(asked) ? prefixScore(asked.length, folded.length) : 0;
}

function wording({ words }: Name, asked: { readonly words: readonly string[][]; readonly exact: boolean }): number {
  return asked.words.every((choice) => choice.some((word) => words.has(word))) ? wordScore(asked.words.length, words.size, asked.exact) : 0;
}

import type { DatabaseSync, StatementSync } from 'node:sqlite';
import {
  MAX_NEAR_WORDS, MIN_NAME_LENGTH, NAME_SCORE, characterSketch, compareNameMatches, editDistance, nameWords, nearMissScore, prefixScore, sketchDistance, tolerance, wordScore, type NameMatch,
} from '@twinmcp/workspaces';
import { BlockLists } from './block-lists.ts';
import { POSTINGS, SKETCHES } from './entry-codecs.ts';
import { intersect, unite, type Postings } from './postings.ts';

interface Spelt {
  readonly id: number;
  readonly text: string;
}

/** Above every text that starts with what stands before it. */
const LAST = '\u{10FFFF}';

/** Finds names on disk, as `NameIndex` defines what is found. Reads the lists of what is asked for and keeps nothing. */
export class NameSearch {
  readonly #statements: Record<'spelt' | 'startingWith' | 'wordId' | 'names' | 'words', StatementSync>;
  readonly #wordNames: BlockLists;
  readonly #nameSketches: BlockLists;
  readonly #wordSketches: BlockLists;

  constructor(db: DatabaseSync) {
    this.#wordNames = new BlockLists(db, 'word_names', POSTINGS);
    this.#nameSketches = new BlockLists(db, 'name_sketches', SKETCHES);
    this.#wordSketches = new BlockLists(db, 'word_sketches', SKETCHES);
    this.#statements = {
      spelt: db.prepare('SELECT id, name AS text FROM names WHERE folded = ?'),
      startingWith: db.prepare('SELECT id, folded AS text FROM names WHERE folded > ? AND folded < ? ORDER BY length(folded), id LIMIT ?'),
      wordId: db.prepare('SELECT id FROM words WHERE word = ?'),
      names: db.prepare('SELECT n.id, n.folded AS text FROM json_each(?) AS asked JOIN names AS n ON n.id = asked.value'),
      words: db.prepare('SELECT w.id, w.word AS text FROM json_each(?) AS asked JOIN words AS w ON w.id = asked.value'),
    };
  }

  /** Best first, each name once. `exact` = the name itself, in any case. */
  find(query: string, match: 'exact' | 'broad', limit: number): NameMatch[] {
    const folded = query.toLowerCase();
    const best = new Map<number, number>();
    const note = (id: number, score: number): void => {
      if (score > (best.get(id) ?? 0)) best.set(id, score);
    };
    for (const { id, text } of this.#statements.spelt.iterate(folded) as Iterable<unknown> as Iterable<Spelt>) note(id, text === query ? NAME_SCORE.exact : NAME_SCORE.caseInsensitive);
    if (match === 'broad') {
      if (folded.length >= MIN_NAME_LENGTH) {
        for (const { id, text } of this.#statements.startingWith.all(folded, folded + LAST, limit) as unknown as Spelt[]) note(id, prefixScore(folded.length, text.length));
      }
      this.#byWords([...new Set(nameWords(query))], limit, note);
      // A near miss of a name that exists is another name.
      if (![...best.values()].some((score) => score >= NAME_SCORE.sameWords)) {
        for (const { id, distance } of this.#near(folded, this.#nameSketches, this.#statements.names)) note(id, nearMissScore(distance, tolerance(folded.length)));
      }
    }
    return [...best].map(([id, score]) => ({ id, score })).sort(compareNameMatches).slice(0, limit);
  }

  #byWords(words: readonly string[], limit: number, note: (id: number, score: number) => void): void {
    if (words.join('').length < MIN_NAME_LENGTH) return;
    const ids = words.map((word) => (this.#statements.wordId.get(word) as { id: number } | undefined)?.id);
    const exact = ids.every((id) => id !== undefined);
    const lists: Postings[] = [];
    for (const [i, id] of ids.entries()) {
      const list = id !== undefined ? unite(this.#wordNames.read(id)) : this.#ofNearWords(words[i]!);
      if (list.length === 0) return;
      lists.push(list);
    }
    const names = intersect(lists);
    const ofCount: number[] = [];
    for (let i = 0; i < names.length; i += POSTINGS.width) {
      const count = names[i + 1]!;
      // Names of as many words score alike: more of them than are wanted need not be noted.
      if ((ofCount[count] = (ofCount[count] ?? 0) + 1) <= limit) note(names[i]!, wordScore(words.length, count, exact));
    }
  }

  #ofNearWords(word: string): Postings {
    const near = this.#near(word, this.#wordSketches, this.#statements.words);
    near.sort((a, b) => a.distance - b.distance || (a.text < b.text ? -1 : 1));
    return unite(near.slice(0, MAX_NEAR_WORDS).flatMap(({ id }) => this.#wordNames.read(id)));
  }

  /** What is spelt nearly like `text`, but not the same. Sketches leave few of which the spelling must be read. */
  #near(text: string, sketches: BlockLists, spellings: StatementSync): (Spelt & { readonly distance: number })[] {
    const max = tolerance(text.length);
    const sketch = characterSketch(text);
    const candidates: number[] = [];
    for (let length = text.length - max; max > 0 && length <= text.length + max; length++) {
      for (const block of sketches.read(length)) {
        for (let i = 0; i < block.length; i += SKETCHES.width) if (sketchDistance(sketch, block[i + 1]!, block[i + 2]!) <= 2 * max) candidates.push(block[i]!);
      }
    }
    if (candidates.length === 0) return [];
    return (spellings.all(JSON.stringify(candidates)) as unknown as Spelt[])
      .map(({ id, text: other }) => ({ id, text: other, distance: editDistance(text, other, max) }))
      .filter(({ distance }) => distance > 0 && distance <= max);
  }
}

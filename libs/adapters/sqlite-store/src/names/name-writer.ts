import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { characterSketch, nameWords } from '@twinmcp/workspaces';
import { BlockLists } from './block-lists.ts';
import { POSTINGS, SKETCHES } from './entry-codecs.ts';

interface NameRow {
  readonly id: number;
  readonly name: string;
}

/** Names that wait to be listed. One by one, each transaction of a run would rewrite most pages of the lists; more of them make the pause longer. */
const MAX_UNLISTED = 4_000;

/**
 * Keeps the names and the lists that find them by their words and by near misses. New names are listed in bulk, from the
 * last one listed on, so a run that is cut off leaves nothing undone that the next one cannot see. The caller holds the transaction.
 */
export class NameWriter {
  readonly #statements: Record<'find' | 'insert' | 'drop' | 'lastName' | 'listed' | 'setListed' | 'unlisted' | 'findWord' | 'insertWord' | 'dropWord', StatementSync>;
  readonly #wordNames: BlockLists;
  readonly #nameSketches: BlockLists;
  readonly #wordSketches: BlockLists;
  readonly #db: DatabaseSync;

  constructor(db: DatabaseSync) {
    this.#db = db;
    this.#wordNames = new BlockLists(db, 'word_names', POSTINGS);
    this.#nameSketches = new BlockLists(db, 'name_sketches', SKETCHES);
    this.#wordSketches = new BlockLists(db, 'word_sketches', SKETCHES);
    this.#statements = {
      find: db.prepare('SELECT id FROM names WHERE folded = ? AND name = ?'),
      insert: db.prepare('INSERT INTO names (name, folded) VALUES (?, ?)'),
      lastName: db.prepare('SELECT coalesce(max(id), 0) AS id FROM names'),
      listed: db.prepare("SELECT CAST(value AS INTEGER) AS id FROM meta WHERE key = 'listed'"),
      setListed: db.prepare("INSERT INTO meta (key, value) VALUES ('listed', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"),
      unlisted: db.prepare('SELECT id, name FROM names WHERE id > ? ORDER BY id'),
      drop: db.prepare('DELETE FROM names WHERE id = :id AND NOT EXISTS (SELECT 1 FROM symbols WHERE name_id = :id) RETURNING id, name'),
      findWord: db.prepare('SELECT id FROM words WHERE word = ?'),
      insertWord: db.prepare('INSERT INTO words (word) VALUES (?)'),
      dropWord: db.prepare('DELETE FROM words WHERE id = ?'),
    };
  }

  /** `known`: ids found so far in this transaction. */
  idOf(name: string, known: Map<string, number>): number {
    let id = known.get(name);
    if (id === undefined) {
      const folded = name.toLowerCase();
      id = (this.#statements.find.get(folded, name) as { id: number } | undefined)?.id ?? Number(this.#statements.insert.run(name, folded).lastInsertRowid);
      known.set(name, id);
    }
    return id;
  }

  listWhenMany(): void {
    if (this.#unlisted() >= MAX_UNLISTED) this.list();
  }

  hasUnlisted(): boolean {
    return this.#unlisted() > 0;
  }

  /** Brings the lists up to the last name. */
  list(): void {
    if (!this.hasUnlisted()) return;
    const byWord = new Map<string, number[]>();
    const byLength = new Map<number, number[]>();
    let last = 0;
    for (const { id, name } of this.#statements.unlisted.all(this.#listed()) as unknown as NameRow[]) {
      const words = new Set(nameWords(name));
      for (const word of words) push(byWord, word, id, words.size);
      pushSketch(byLength, id, name.toLowerCase());
      last = id;
    }
    const wordsByLength = new Map<number, number[]>();
    for (const [word, names] of byWord) {
      let id = (this.#statements.findWord.get(word) as { id: number } | undefined)?.id;
      if (id === undefined) {
        id = Number(this.#statements.insertWord.run(word).lastInsertRowid);
        pushSketch(wordsByLength, id, word);
      }
      this.#wordNames.append(id, names);
    }
    for (const [length, entries] of byLength) this.#nameSketches.append(length, entries);
    for (const [length, entries] of wordsByLength) this.#wordSketches.append(length, entries);
    this.#statements.setListed.run(String(last));
  }

  /** Those of these names that no symbol uses any more are a trace of deleted code. */
  dropUnused(ids: Iterable<number>): void {
    this.list();
    this.#unlist([...ids].flatMap((id) => this.#statements.drop.all({ id }) as unknown as NameRow[]));
  }

  dropAllUnused(): void {
    this.list();
    this.#unlist(this.#db.prepare('DELETE FROM names WHERE id NOT IN (SELECT name_id FROM symbols) RETURNING id, name').all() as unknown as NameRow[]);
  }

  #listed(): number {
    return (this.#statements.listed.get() as { id: number } | undefined)?.id ?? 0;
  }

  /** At most so many: ids are given in order and never again. */
  #unlisted(): number {
    return (this.#statements.lastName.get() as { id: number }).id - this.#listed();
  }

  #unlist(dropped: readonly NameRow[]): void {
    const byWord = new Map<string, number[]>();
    const byLength = new Map<number, number[]>();
    for (const { id, name } of dropped) {
      for (const word of new Set(nameWords(name))) push(byWord, word, id);
      push(byLength, name.toLowerCase().length, id);
    }
    for (const [length, ids] of byLength) this.#nameSketches.remove(length, ids);
    for (const [word, ids] of byWord) {
      const id = (this.#statements.findWord.get(word) as { id: number } | undefined)?.id;
      if (id === undefined) continue;
      this.#wordNames.remove(id, ids);
      if (!this.#wordNames.isEmpty(id)) continue;
      this.#statements.dropWord.run(id);
      this.#wordSketches.remove(word.length, [id]);
    }
  }
}

function push<K>(lists: Map<K, number[]>, key: K, ...values: number[]): void {
  const list = lists.get(key);
  if (list) list.push(...values);
  else lists.set(key, values);
}

function pushSketch(lists: Map<number, number[]>, id: number, text: string): void {
  const { once, twice } = characterSketch(text);
  push(lists, text.length, id, once, twice);
}

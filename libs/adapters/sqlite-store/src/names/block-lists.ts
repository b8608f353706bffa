import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { EntryCodec } from './entry-codecs.ts';

interface Block {
  readonly first: number;
  readonly entries: Uint8Array;
}

/**
 * Lists of entries in ascending order of id, each cut into blocks that are rows of one table (`list`, `first` id, `entries`).
 * Ids are appended in ascending order, so a change rewrites few blocks. The caller holds the transaction.
 */
export class BlockLists {
  readonly #codec: EntryCodec;
  readonly #statements: Record<'all' | 'last' | 'holding' | 'put' | 'delete' | 'any', StatementSync>;

  constructor(db: DatabaseSync, table: 'word_names' | 'name_sketches' | 'word_sketches', codec: EntryCodec) {
    this.#codec = codec;
    this.#statements = {
      all: db.prepare(`SELECT entries FROM ${table} WHERE list = ? ORDER BY first`),
      last: db.prepare(`SELECT first, entries FROM ${table} WHERE list = ? ORDER BY first DESC LIMIT 1`),
      holding: db.prepare(`SELECT first, entries FROM ${table} WHERE list = ? AND first <= ? ORDER BY first DESC LIMIT 1`),
      put: db.prepare(`INSERT INTO ${table} (list, first, entries) VALUES (?, ?, ?) ON CONFLICT (list, first) DO UPDATE SET entries = excluded.entries`),
      delete: db.prepare(`DELETE FROM ${table} WHERE list = ? AND first = ?`),
      any: db.prepare(`SELECT 1 FROM ${table} WHERE list = ? LIMIT 1`),
    };
  }

  /** The blocks of a list, in order. */
  read(list: number): ArrayLike<number>[] {
    return (this.#statements.all.all(list) as unknown as Block[]).map(({ entries }) => this.#codec.decode(entries));
  }

  isEmpty(list: number): boolean {
    return this.#statements.any.get(list) === undefined;
  }

  /** `added`: entries whose ids are above all of the list. */
  append(list: number, added: readonly number[]): void {
    const size = this.#codec.perBlock * this.#codec.width;
    const last = this.#statements.last.get(list) as Block | undefined;
    const before = last ? this.#codec.decode(last.entries) : [];
    const isOpen = last !== undefined && before.length < size;
    const entries = isOpen ? Array.from(before).concat(added) : added;
    for (let at = 0; at < entries.length; at += size) {
      this.#statements.put.run(list, isOpen && at === 0 ? last.first : entries[at]!, this.#codec.encode(entries.slice(at, at + size)));
    }
  }

  /** Ids that the list does not hold are passed over. */
  remove(list: number, ids: readonly number[]): void {
    const gone = new Set(ids);
    for (const id of ids) {
      if (!gone.delete(id)) continue; // went with the block of one before
      const block = this.#statements.holding.get(list, id) as Block | undefined;
      if (!block) continue;
      const entries = this.#codec.decode(block.entries);
      const kept: number[] = [];
      for (let i = 0; i < entries.length; i += this.#codec.width) {
        if (entries[i] === id || gone.delete(entries[i]!)) continue;
        for (let k = i; k < i + this.#codec.width; k++) kept.push(entries[k]!);
      }
      if (kept.length === 0) this.#statements.delete.run(list, block.first);
      else if (kept.length < entries.length) this.#statements.put.run(list, block.first, this.#codec.encode(kept));
    }
  }
}

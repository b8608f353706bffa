import type { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { NameIndex } from '@twinmcp/workspaces';
import { openDatabase } from '../open-database.ts';
import { SYNTAX_MIGRATIONS } from '../syntax-schema.ts';
import { NameSearch } from './name-search.ts';
import { NameWriter } from './name-writer.ts';

const count = (db: DatabaseSync, table: string): number => (db.prepare(`SELECT count(*) AS n FROM ${table}`).get() as { n: number }).n;

/** Names as code has them, of few words so that they meet, some misspelt; and any text at all. */
const word = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom('get', 'user', 'name', 'serialize', 'serialise', 'reply', 'HTTP', 'server', 'srever', 'x', '2', 'größe', 'replies', 'callback', 'callbacks') },
  { weight: 1, arbitrary: fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'ß', 'É'), minLength: 1, maxLength: 10 }) },
);
const name = fc.oneof(
  { weight: 8, arbitrary: fc.tuple(fc.array(word, { minLength: 1, maxLength: 4 }), fc.constantFrom('camel', '_', ' ')).map(([words, style]) => (style === 'camel' ? words.map((w, i) => (i === 0 ? w : w[0]!.toUpperCase() + w.slice(1))).join('') : words.join(style))) },
  { weight: 1, arbitrary: fc.string({ maxLength: 12 }) },
);

describe('NameSearch', () => {
  let db: DatabaseSync;
  beforeEach(() => {
    db = openDatabase({ file: ':memory:', migrations: SYNTAX_MIGRATIONS, onNewerVersion: 'rebuild' });
  });
  afterEach(() => db.close());

  it('finds what the definition says, with the same scores in the same order, as names come and go', () => {
    const steps = fc.array(fc.record({ add: fc.array(name, { maxLength: 30 }), drop: fc.array(fc.nat(200), { maxLength: 10 }) }), { minLength: 1, maxLength: 4 });
    fc.assert(fc.property(steps, fc.array(name, { minLength: 1, maxLength: 6 }), fc.constantFrom(1, 3, 200), (changes, queries, limit) => {
      for (const table of ['names', 'words', 'word_names', 'name_sketches', 'word_sketches', 'meta']) db.exec(`DELETE FROM ${table}`);
      db.exec('DELETE FROM sqlite_sequence');
      const [writer, search, twin] = [new NameWriter(db), new NameSearch(db), new NameIndex()];
      const live = new Map<number, string>();
      for (const { add, drop } of changes) {
        const known = new Map<string, number>();
        for (const added of add) live.set(writer.idOf(added, known), added);
        writer.list();
        const gone = [...live.keys()].filter((_, i) => drop.includes(i));
        writer.dropUnused(gone);
        for (const id of gone) live.delete(id);
      }
      for (const [id, known] of live) twin.add(id, known);
      for (const query of [...queries, ...[...live.values()].slice(0, 3)]) {
        for (const match of ['exact', 'broad'] as const) expect({ query, found: search.find(query, match, limit) }).toEqual({ query, found: twin.find(query, match, limit) });
      }
      writer.dropUnused(live.keys());
      expect(['names', 'words', 'word_names', 'name_sketches', 'word_sketches'].map((table) => count(db, table))).toEqual([0, 0, 0, 0, 0]);
    }), { numRuns: 300 });
  });

  it('does so over lists of many blocks', () => {
    const [writer, search, twin] = [new NameWriter(db), new NameSearch(db), new NameIndex()];
    const parts = ['alpha', 'beta', 'gamma', 'delta', 'omega'];
    const known = new Map<string, number>();
    for (let i = 0; i < 3_000; i++) {
      const added = `${parts[i % 5]}${parts[(i * 7) % 3]![0]!.toUpperCase()}${parts[(i * 7) % 3]!.slice(1)}${i}`;
      twin.add(writer.idOf(added, known), added);
      if (i % 700 === 0) writer.list(); // several times into lists that are there
    }
    writer.list();
    const gone = [...known.values()].filter((id) => id % 3 === 0 || (id > 900 && id < 1_800));
    writer.dropUnused(gone);
    for (const id of gone) twin.remove(id);
    for (const query of ['alpha', 'alpha beta', 'gama', 'betaGamma17', 'bta', 'alphaGamma10', 'omega alpha 2999', 'alphaBetta']) expect(search.find(query, 'broad', 200)).toEqual(twin.find(query, 'broad', 200));
    expect(count(db, 'word_names')).toBeGreaterThan(count(db, 'words'));
  });

  it('lists new names on its own when they are many', () => {
    const writer = new NameWriter(db);
    const known = new Map<string, number>();
    for (let i = 0; i < 3_999; i++) writer.idOf(`someName${i}`, known);
    writer.listWhenMany();
    expect([writer.hasUnlisted(), count(db, 'words')]).toEqual([true, 0]);
    writer.idOf('oneMore', known);
    writer.listWhenMany();
    expect(writer.hasUnlisted()).toBe(false);
    expect(new NameSearch(db).find('more one', 'broad', 5)).toHaveLength(1);
  });
});

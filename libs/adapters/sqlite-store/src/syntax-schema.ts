import type { DatabaseSync } from 'node:sqlite';
import { NameWriter } from './names/name-writer.ts';
import type { Migration } from './open-database.ts';

/** Paths, names, positions, hashes. No column may hold text of a source file beyond a name (HM-7). */
const TABLES = `
  CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE files (
    id INTEGER PRIMARY KEY,
    path TEXT NOT NULL UNIQUE,
    version TEXT NOT NULL,
    hash TEXT NOT NULL,
    language TEXT NOT NULL,
    lines INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    quality TEXT NOT NULL,
    issue TEXT,
    note TEXT,
    symbols INTEGER NOT NULL,
    chunks INTEGER NOT NULL
  );
  CREATE INDEX files_with_issue ON files (path) WHERE issue IS NOT NULL;
  CREATE TABLE content_skips (path TEXT PRIMARY KEY, version TEXT NOT NULL, reason TEXT NOT NULL, detail TEXT) WITHOUT ROWID;
  CREATE TABLE names (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE);
  CREATE TABLE symbols (
    id INTEGER PRIMARY KEY,
    file_id INTEGER NOT NULL,
    name_id INTEGER NOT NULL,
    qualified TEXT, -- NULL: container.name
    kind TEXT NOT NULL,
    start_line INTEGER NOT NULL,
    end_line INTEGER NOT NULL,
    name_line INTEGER NOT NULL,
    container TEXT,
    exported INTEGER NOT NULL,
    visibility TEXT
  );
  CREATE INDEX symbols_by_file ON symbols (file_id);
  CREATE INDEX symbols_by_name ON symbols (name_id);
`;

/**
 * Names are found on disk. The lists are made of names alone, with `nameWords` and `characterSketch`: whoever changes one
 * of these adds a migration that makes the lists anew.
 */
const NAME_LISTS = `
  ALTER TABLE names RENAME TO names_before;
  -- AUTOINCREMENT: names up to meta.listed are in the lists, so an id must never come back for another name.
  CREATE TABLE names (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, folded TEXT NOT NULL);
  CREATE INDEX names_by_folded ON names (folded);
  CREATE TABLE words (id INTEGER PRIMARY KEY, word TEXT NOT NULL UNIQUE);
  -- list = id of the word; entries = the names that hold it, ascending: see POSTINGS
  CREATE TABLE word_names (list INTEGER NOT NULL, first INTEGER NOT NULL, entries BLOB NOT NULL, PRIMARY KEY (list, first)) WITHOUT ROWID;
  -- list = length of the folded name, or of the word; entries = ids with their sketch: see SKETCHES
  CREATE TABLE name_sketches (list INTEGER NOT NULL, first INTEGER NOT NULL, entries BLOB NOT NULL, PRIMARY KEY (list, first)) WITHOUT ROWID;
  CREATE TABLE word_sketches (list INTEGER NOT NULL, first INTEGER NOT NULL, entries BLOB NOT NULL, PRIMARY KEY (list, first)) WITHOUT ROWID;
`;

function makeNameLists(db: DatabaseSync): void {
  db.exec(NAME_LISTS);
  const insert = db.prepare('INSERT INTO names (id, name, folded) VALUES (?, ?, ?)');
  for (const { id, name } of db.prepare('SELECT id, name FROM names_before ORDER BY id').all() as { id: number; name: string }[]) insert.run(id, name, name.toLowerCase());
  db.exec('DROP TABLE names_before');
  new NameWriter(db).list();
}

/**
 * What the code graph needs of a file (`encodeLinks`), and the hashes of the names it mentions (`nameHashes`, little endian).
 * An index from before has none: without the name of its analyser it is made anew by the next run.
 */
const LINKS = `
  CREATE TABLE file_links (file_id INTEGER PRIMARY KEY, links BLOB NOT NULL, names BLOB NOT NULL);
  UPDATE meta SET value = '' WHERE key = 'analysis';
`;

/** Where the lines of a file stand (`LineMap.encode`) and its object id in git. Files from before have none: they are read whole. */
const LAYOUT = `
  ALTER TABLE files ADD COLUMN line_map BLOB;
  ALTER TABLE files ADD COLUMN blob TEXT;
`;

export const SYNTAX_MIGRATIONS: readonly Migration[] = [TABLES, makeNameLists, LINKS, LAYOUT];

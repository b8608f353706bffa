/** Paths, names, positions, hashes. No column may hold text of a source file beyond a name (HM-7). */
export const SYNTAX_MIGRATIONS: readonly string[] = [`
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
  -- AUTOINCREMENT: the name index in memory knows names by id, so an id must never come back for another name.
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
`];

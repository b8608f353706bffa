import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { advisoryName, npmAdvisoryToOsv, parseOsv, type Advisory, type AdvisorySource } from '@twinmcp/libraries';

type Wanted = Parameters<AdvisorySource['find']>[0];

export interface DatabaseState {
  readonly advisories: number;
  readonly byEcosystem: Readonly<Record<string, number>>;
  /** The latest date an advisory was changed. */
  readonly newest: string | null;
  readonly importedAt: number | null;
}

/** Names asked for at once; SQLite allows some thousands of values. */
const BATCH = 400;

/** Imported advisories in a file of SQLite: what they say, found by ecosystem and name. Opened when first used. */
export class AdvisoryDatabase implements AdvisorySource {
  readonly #file: string;
  readonly #now: () => number;
  #db: DatabaseSync | null = null;

  constructor(file: string, now: () => number = Date.now) {
    this.#file = file;
    this.#now = now;
  }

  /** Each text is one document, in the OSV schema or as npm's own database had them. An id that is there is replaced. */
  import(documents: readonly string[]): { imported: number; skipped: number } {
    const db = this.#open();
    const insert = db.prepare('INSERT INTO advisories (id, document, modified) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET document = excluded.document, modified = excluded.modified');
    const forget = db.prepare('DELETE FROM affected WHERE advisory = ?');
    const affects = db.prepare('INSERT OR IGNORE INTO affected (ecosystem, name, advisory) VALUES (?, ?, ?)');
    let imported = 0;
    db.exec('BEGIN IMMEDIATE');
    try {
      for (const document of documents) {
        const advisory = read(document);
        if (!advisory) continue;
        insert.run(advisory.id, JSON.stringify(advisory), advisory.modified ?? advisory.published);
        forget.run(advisory.id);
        for (const { ecosystem, name } of advisory.affected) affects.run(ecosystem, advisoryName(ecosystem, name), advisory.id);
        imported++;
      }
      db.prepare("INSERT INTO facts (key, value) VALUES ('importedAt', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value").run(this.#now());
      db.exec('COMMIT');
    } catch (error) {
      db.exec('ROLLBACK');
      throw error;
    }
    return { imported, skipped: documents.length - imported };
  }

  async find(packages: Wanted): Promise<readonly Advisory[]> {
    const db = this.#open();
    const found = new Map<string, Advisory>();
    for (const [ecosystem, of] of Map.groupBy(packages, (one) => one.ecosystem)) {
      const names = [...new Set(of.map(({ name }) => advisoryName(ecosystem, name)))];
      for (let at = 0; at < names.length; at += BATCH) {
        const some = names.slice(at, at + BATCH);
        const rows = db.prepare(`SELECT DISTINCT a.id, a.document FROM affected f JOIN advisories a ON a.id = f.advisory WHERE f.ecosystem = ? AND f.name IN (${some.map(() => '?').join(',')})`).all(ecosystem, ...(some as SQLInputValue[]));
        for (const row of rows) found.set(String(row['id']), JSON.parse(String(row['document'])) as Advisory);
      }
    }
    return [...found.values()];
  }

  state(): DatabaseState {
    const db = this.#open();
    const rows = db.prepare('SELECT ecosystem, count(DISTINCT advisory) AS count FROM affected GROUP BY ecosystem').all();
    const { count, newest } = db.prepare('SELECT count(*) AS count, max(modified) AS newest FROM advisories').get() as { count: number; newest: string | null };
    const importedAt = db.prepare("SELECT value FROM facts WHERE key = 'importedAt'").get()?.['value'];
    return { advisories: count, byEcosystem: Object.fromEntries(rows.map((row) => [String(row['ecosystem']), Number(row['count'])])), newest, importedAt: typeof importedAt === 'number' ? importedAt : null };
  }

  close(): void {
    this.#db?.close();
    this.#db = null;
  }

  #open(): DatabaseSync {
    if (this.#db) return this.#db;
    if (this.#file !== ':memory:') mkdirSync(path.dirname(this.#file), { recursive: true, mode: 0o700 });
    const db = new DatabaseSync(this.#file);
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 5000');
    db.exec('CREATE TABLE IF NOT EXISTS advisories (id TEXT PRIMARY KEY, document TEXT NOT NULL, modified TEXT) STRICT; CREATE TABLE IF NOT EXISTS affected (ecosystem TEXT NOT NULL, name TEXT NOT NULL, advisory TEXT NOT NULL, PRIMARY KEY (ecosystem, name, advisory)) STRICT, WITHOUT ROWID; CREATE INDEX IF NOT EXISTS affected_advisory ON affected (advisory); CREATE TABLE IF NOT EXISTS facts (key TEXT PRIMARY KEY, value ANY) STRICT');
    return (this.#db = db);
  }
}

/** Null for what is no advisory; never fails for what a document holds. */
function read(document: string): Advisory | null {
  let value: unknown;
  try {
    value = JSON.parse(document);
  } catch {
    return null;
  }
  return parseOsv(value) ?? parseOsv(npmAdvisoryToOsv(value));
}

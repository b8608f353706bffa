import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { SkippedFile } from '@twinmcp/contracts';
import { LineMap, type ContentSkip, type FileLayout, type IndexedFile, type ManifestEntry, type StoreState, type StoreTotals, type SymbolMatch, type SymbolQuery, type SyntaxStore } from '@twinmcp/workspaces';
import { transaction } from '@twinmcp/sqlite';
import { openDatabase } from './open-database.ts';
import { translateStorageError } from './storage-errors.ts';
import { SymbolSearch } from './symbol-search.ts';
import { SYNTAX_MIGRATIONS } from './syntax-schema.ts';
import { SyntaxWriter } from './syntax-writer.ts';

export interface SqliteSyntaxStoreOptions {
  readonly file: string;
  /** Largest size of the file, bytes. Default: no limit. */
  readonly maxBytes?: number;
  /** Told what a person should know, such as that a damaged file was replaced. */
  readonly onNotice?: (notice: string) => void;
}

const FILE_COLUMNS = 'path, version, hash, language, lines, bytes, quality, issue, note, symbols, chunks';

/** Manifest and symbols of one workspace in one SQLite file. Statements are short: SQLite runs in the calling thread. */
export class SqliteSyntaxStore implements SyntaxStore {
  readonly #file: string;
  readonly #db: DatabaseSync;
  readonly #search: SymbolSearch;
  readonly #writer: SyntaxWriter;
  /** Of what every answer asks, prepared once. */
  #selectFile: StatementSync | null = null;
  #selectMeta: StatementSync | null = null;
  #selectLocated: StatementSync | null = null;
  /** Files came in through this instance since the last publication. */
  #changed = false;
  #closed = false;

  constructor(options: SqliteSyntaxStoreOptions) {
    this.#file = options.file;
    this.#db = openDatabase({ file: options.file, migrations: SYNTAX_MIGRATIONS, onNewerVersion: 'rebuild', maxBytes: options.maxBytes, onRecovered: options.onNotice });
    this.#search = new SymbolSearch(this.#db);
    this.#writer = new SyntaxWriter(this.#db);
    if (this.#meta('pending') === '1') this.#write(() => this.#writer.dropAllUnusedNames());
  }

  async state(): Promise<StoreState> {
    return this.#guard(() => {
      const meta = new Map(((this.#selectMeta ??= this.#db.prepare('SELECT key, value FROM meta')).all() as { key: string; value: string }[]).map(({ key, value }) => [key, value]));
      return {
        generation: Number(meta.get('generation') ?? 0), pending: meta.get('pending') === '1', analysis: meta.get('analysis') ?? '',
        commit: meta.get('commit') || null, publishedAt: meta.has('published_at') ? Number(meta.get('published_at')) : null,
      };
    });
  }

  async manifest(paths?: readonly string[]): Promise<Map<string, ManifestEntry>> {
    return this.#guard(() => {
      // '0' is what comes after '/': the range holds what lies below the path, and the index on paths finds it.
      const below = paths && this.#db.prepare(`SELECT ${FILE_COLUMNS} FROM files WHERE path = ?1 OR (path > ?1 || '/' AND path < ?1 || '0')`);
      const rows = below && !paths.includes('') ? paths.flatMap((path) => below.all(path)) : this.#db.prepare(`SELECT ${FILE_COLUMNS} FROM files`).all();
      return new Map((rows as unknown as ManifestEntry[]).map((entry) => [entry.path, entry]));
    });
  }

  async contentSkips(): Promise<Map<string, ContentSkip>> {
    return this.#guard(() => new Map((this.#db.prepare('SELECT path, version, reason, detail FROM content_skips').all() as unknown as ContentSkip[]).map((skip) => [skip.path, skip])));
  }

  async begin(analysis: string): Promise<void> {
    this.#write(() => this.#writer.setMeta({ pending: '1', analysis }));
  }

  async commitFiles(files: readonly IndexedFile[]): Promise<void> {
    this.#changed = true;
    this.#write(() => this.#writer.replaceFiles(files));
  }

  async refreshVersions(files: readonly { path: string; version: string }[]): Promise<void> {
    const update = this.#db.prepare('UPDATE files SET version = ? WHERE path = ?');
    this.#write(() => files.forEach(({ path, version }) => update.run(version, path)));
  }

  async setContentSkips(skips: readonly ContentSkip[]): Promise<void> {
    const insert = this.#db.prepare('INSERT OR REPLACE INTO content_skips (path, version, reason, detail) VALUES (?, ?, ?, ?)');
    this.#write(() => {
      this.#db.exec('DELETE FROM content_skips');
      for (const { path, version, reason, detail } of skips) insert.run(path, version, reason, detail ?? null);
    });
  }

  async removeFiles(paths: readonly string[]): Promise<void> {
    this.#write(() => this.#writer.removeFiles(paths));
  }

  async publish(generation: number, commit: string | null): Promise<void> {
    this.#write(() => {
      this.#writer.setMeta({ generation: String(generation), pending: '0', commit: commit ?? '', published_at: String(Date.now()) });
      this.#writer.dropUnusedNames();
    });
    this.#changed = false;
  }

  async totals(): Promise<StoreTotals> {
    return this.#guard(() => {
      const rows = this.#db
        .prepare('SELECT language, count(*) AS files, sum(bytes) AS bytes, sum(symbols) AS symbols, sum(chunks) AS chunks, sum(chunks > 0) AS withChunks FROM files GROUP BY language ORDER BY files DESC')
        .all() as { language: string; files: number; bytes: number; symbols: number; chunks: number; withChunks: number }[];
      const sum = (pick: (row: (typeof rows)[number]) => number): number => rows.reduce((total, row) => total + pick(row), 0);
      return {
        files: sum((r) => r.files), bytes: sum((r) => r.bytes), symbols: sum((r) => r.symbols), chunks: sum((r) => r.chunks), filesWithChunks: sum((r) => r.withChunks),
        languages: Object.fromEntries(rows.map((row) => [row.language, row.files])),
      };
    });
  }

  async degraded(limit: number): Promise<SkippedFile[]> {
    return this.#guard(() =>
      (this.#db.prepare('SELECT path, issue, note FROM files WHERE issue IS NOT NULL ORDER BY path LIMIT ?').all(limit) as { path: string; issue: SkippedFile['reason']; note: string | null }[])
        .map(({ path, issue, note }) => ({ path, reason: issue, detail: note ?? undefined })));
  }

  async file(path: string): Promise<ManifestEntry | null> {
    return this.#guard(() => ((this.#selectFile ??= this.#db.prepare(`SELECT ${FILE_COLUMNS} FROM files WHERE path = ?`)).get(path) as ManifestEntry | undefined) ?? null);
  }

  located(path: string): { entry: ManifestEntry; layout: FileLayout } | null {
    const row = this.#guard(() => (this.#selectLocated ??= this.#db.prepare(`SELECT ${FILE_COLUMNS}, line_map AS lineMap, blob FROM files WHERE path = ? AND line_map IS NOT NULL`)).get(path)) as (ManifestEntry & { lineMap: Uint8Array; blob: string | null }) | undefined;
    if (row === undefined) return null;
    const { lineMap, blob, ...entry } = row;
    const map = LineMap.decode(lineMap);
    return map && { entry, layout: { map, blob } };
  }

  async findSymbols(query: SymbolQuery): Promise<SymbolMatch[]> {
    // Of a run in another process the last names may still wait to be listed: those are found by their spelling only.
    if (this.#changed && query.match === 'broad' && this.#writer.hasUnlistedNames()) this.#write(() => this.#writer.listNames());
    // One snapshot for all its reads, whatever another process writes meanwhile.
    return this.#guard(() => transaction(this.#db, () => this.#search.find(query), 'DEFERRED'));
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#db.close();
  }

  #meta(key: string): string | undefined {
    return (this.#db.prepare('SELECT value FROM meta WHERE key = ?').get(key) as { value: string } | undefined)?.value;
  }

  #write(work: () => void): void {
    this.#guard(() => transaction(this.#db, work));
  }

  #guard<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw translateStorageError(error, this.#file);
    }
  }
}

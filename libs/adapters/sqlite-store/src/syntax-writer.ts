import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { nameHashes } from '@twinmcp/code-graph';
import { linkNames } from '@twinmcp/syntax';
import type { IndexedFile } from '@twinmcp/workspaces';
import { NameWriter } from './names/name-writer.ts';

/** The statements that change files and symbols. The caller holds the transaction. */
export class SyntaxWriter {
  readonly #names: NameWriter;
  readonly #statements: Record<'fileId' | 'namesOfFile' | 'deleteSymbols' | 'deleteFile' | 'insertFile' | 'insertSymbol' | 'insertLinks' | 'deleteLinks' | 'setMeta', StatementSync>;
  /** Names that lost a file since the last publication. */
  readonly #leftNames = new Set<number>();

  constructor(db: DatabaseSync) {
    this.#names = new NameWriter(db);
    this.#statements = {
      fileId: db.prepare('SELECT id FROM files WHERE path = ?'),
      namesOfFile: db.prepare('SELECT DISTINCT name_id AS id FROM symbols WHERE file_id = ?'),
      deleteSymbols: db.prepare('DELETE FROM symbols WHERE file_id = ?'),
      deleteFile: db.prepare('DELETE FROM files WHERE id = ?'),
      insertFile: db.prepare('INSERT INTO files (path, version, hash, language, lines, bytes, quality, issue, note, symbols, chunks, line_map, blob) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)'),
      insertSymbol: db.prepare('INSERT INTO symbols (file_id, name_id, qualified, kind, start_line, end_line, name_line, container, exported, visibility) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)'),
      insertLinks: db.prepare('INSERT INTO file_links (file_id, links, names) VALUES (?, ?, ?)'),
      deleteLinks: db.prepare('DELETE FROM file_links WHERE file_id = ?'),
      setMeta: db.prepare('INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value'),
    };
  }

  setMeta(values: Readonly<Record<string, string>>): void {
    for (const [key, value] of Object.entries(values)) this.#statements.setMeta.run(key, value);
  }

  replaceFiles(files: readonly IndexedFile[]): void {
    const nameIds = new Map<string, number>();
    for (const { entry, symbols, links, layout } of files) {
      this.#removeFile(entry.path);
      const { lastInsertRowid } = this.#statements.insertFile.run(
        entry.path, entry.version, entry.hash, entry.language, entry.lines, entry.bytes, entry.quality, entry.issue, entry.note, entry.symbols, entry.chunks, layout?.map.encode() ?? null, layout?.blob ?? null);
      for (const symbol of symbols) {
        const derived = symbol.container === null ? symbol.name : `${symbol.container}.${symbol.name}`;
        this.#statements.insertSymbol.run(
          lastInsertRowid, this.#names.idOf(symbol.name, nameIds), symbol.qualifiedName === derived ? null : symbol.qualifiedName, symbol.kind,
          symbol.startLine, symbol.endLine, symbol.nameLine, symbol.container, symbol.exported ? 1 : 0, symbol.visibility);
      }
      if (links && links.byteLength > 0) this.#statements.insertLinks.run(lastInsertRowid, links, new Uint8Array(nameHashes(namesOf(links, symbols)).buffer));
    }
    this.#names.listWhenMany();
  }

  /** New names wait to be found by their words until this, or until they are many. */
  listNames(): void {
    this.#names.list();
  }

  hasUnlistedNames(): boolean {
    return this.#names.hasUnlisted();
  }

  removeFiles(paths: readonly string[]): void {
    for (const path of paths) this.#removeFile(path);
  }

  /** A name that no file uses any more is a trace of deleted code. */
  dropUnusedNames(): void {
    this.#names.dropUnused(this.#leftNames);
    this.#leftNames.clear();
  }

  /** The same for all names: after a run that was cut off, nobody remembers which files were rewritten. */
  dropAllUnusedNames(): void {
    this.#names.dropAllUnused();
  }

  #removeFile(path: string): void {
    const row = this.#statements.fileId.get(path) as { id: number } | undefined;
    if (!row) return;
    for (const { id } of this.#statements.namesOfFile.all(row.id) as { id: number }[]) this.#leftNames.add(id);
    this.#statements.deleteLinks.run(row.id);
    this.#statements.deleteSymbols.run(row.id);
    this.#statements.deleteFile.run(row.id);
  }
}

function* namesOf(links: Uint8Array, symbols: IndexedFile['symbols']): Generator<string> {
  yield* linkNames(links);
  for (const { name } of symbols) yield name;
}

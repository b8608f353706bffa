import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { compareMatches, containerFit, parseAskedName, type StoredSymbol, type SymbolMatch, type SymbolQuery } from '@twinmcp/workspaces';
import { NameSearch } from './names/name-search.ts';

/** Names looked at for one name asked: past them lie only weak matches. */
const NAMES_PER_QUERY = 200;
/** Symbols of one name: `constructor` has thousands, and they are all alike. */
const SYMBOLS_PER_NAME = 500;

interface Row {
  readonly id: number;
  readonly name: string;
  readonly qualified: string | null;
  readonly kind: string;
  readonly startLine: number;
  readonly endLine: number;
  readonly nameLine: number;
  readonly container: string | null;
  readonly exported: number;
  readonly visibility: StoredSymbol['visibility'];
  readonly path: string;
  readonly language: string;
  readonly fileHash: string;
}

/** Finds names, then their symbols. */
export class SymbolSearch {
  readonly #db: DatabaseSync;
  readonly #names: NameSearch;
  /** By their SQL: one for each combination of filters. */
  readonly #statements = new Map<string, StatementSync>();

  constructor(db: DatabaseSync) {
    this.#db = db;
    this.#names = new NameSearch(db);
  }

  find({ names, match, kinds, pathPrefix, limit }: SymbolQuery): SymbolMatch[] {
    const statement = this.#symbolsOf(kinds !== undefined && kinds.length > 0, Boolean(pathPrefix));
    const filters = { ...(kinds?.length ? { kinds: JSON.stringify(kinds) } : {}), ...(pathPrefix ? { prefix: pathPrefix } : {}) };
    const best = new Map<number, SymbolMatch>();
    for (const asked of names.map(parseAskedName)) {
      const needed = best.size < limit ? 0 : [...best.values()].map((hit) => hit.score).sort((a, b) => b - a)[limit - 1]!;
      let found = 0;
      let before = 1;
      for (const { id, score } of this.#names.find(asked.name, match, NAMES_PER_QUERY)) {
        if (found >= limit * 2) break; // the rest scores lower than twice what is wanted
        if (score < needed || (asked.container === null && found >= limit && score < before)) break; // enough score higher
        before = score;
        // Of many symbols with one name in containers, those in the container asked for must not fall to the limit.
        const rows = statement.all({ name: id, ...filters, limit: asked.container === null ? SYMBOLS_PER_NAME : SYMBOLS_PER_NAME * 20 }) as unknown as Row[];
        found += rows.length;
        for (const row of rows) {
          const hit = toMatch(row, score);
          const fit = containerFit(asked.container, hit.qualifiedName, hit.name);
          if (match === 'exact' && fit < 0.9) continue;
          if (score * fit > (best.get(row.id)?.score ?? 0)) best.set(row.id, { ...hit, score: score * fit });
        }
      }
    }
    return [...best.values()].sort(compareMatches).slice(0, limit);
  }

  #symbolsOf(byKind: boolean, byPrefix: boolean): StatementSync {
    const sql = `
      SELECT s.id, n.name, s.qualified, s.kind, s.start_line AS startLine, s.end_line AS endLine, s.name_line AS nameLine, s.container, s.exported, s.visibility,
             f.path, f.language, f.hash AS fileHash
      FROM symbols s JOIN names n ON n.id = s.name_id JOIN files f ON f.id = s.file_id
      WHERE s.name_id = :name
        ${byKind ? 'AND s.kind IN (SELECT value FROM json_each(:kinds))' : ''}
        ${byPrefix ? 'AND substr(f.path, 1, length(:prefix)) = :prefix' : ''}
      LIMIT :limit`;
    let statement = this.#statements.get(sql);
    if (!statement) this.#statements.set(sql, (statement = this.#db.prepare(sql)));
    return statement;
  }
}

function toMatch(row: Row, score: number): SymbolMatch {
  return {
    name: row.name, qualifiedName: row.qualified ?? (row.container === null ? row.name : `${row.container}.${row.name}`), kind: row.kind,
    startLine: row.startLine, endLine: row.endLine, nameLine: row.nameLine, container: row.container, exported: row.exported === 1, visibility: row.visibility,
    path: row.path, language: row.language, fileHash: row.fileHash, score,
  };
}

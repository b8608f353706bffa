import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { compareMatches, containerFit, parseAskedName, type StoredSymbol, type SymbolMatch, type SymbolQuery } from '@twinmcp/workspaces';
import { NameSearch } from './names/name-search.ts';

/** Names looked at for one name asked: past them lie only weak matches. */
const NAMES_PER_QUERY = 200;
/** Symbols of one name: `constructor` has thousands, and they are all alike. */
const SYMBOLS_PER_NAME = 500;

/** Columns instead of objects: a plain word may be the name of hundreds of symbols, and most of them are dropped again. */
type Row = readonly [
  id: number, name: string, qualified: string | null, kind: string, startLine: number, endLine: number, nameLine: number, container: string | null, exported: number, visibility: StoredSymbol['visibility'],
  path: string, language: string, fileHash: string,
];

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
          hit.score = score * fit;
          if (hit.score > (best.get(row[0])?.score ?? 0)) best.set(row[0], hit);
        }
      }
    }
    return [...best.values()].sort(compareMatches).slice(0, limit);
  }

  #symbolsOf(byKind: boolean, byPrefix: boolean): StatementSync {
    const sql = `
      SELECT s.id, n.name, s.qualified, s.kind, s.start_line, s.end_line, s.name_line, s.container, s.exported, s.visibility, f.path, f.language, f.hash
      FROM symbols s JOIN names n ON n.id = s.name_id JOIN files f ON f.id = s.file_id
      WHERE s.name_id = :name
        ${byKind ? 'AND s.kind IN (SELECT value FROM json_each(:kinds))' : ''}
        ${byPrefix ? 'AND substr(f.path, 1, length(:prefix)) = :prefix' : ''}
      LIMIT :limit`;
    let statement = this.#statements.get(sql);
    if (!statement) {
      this.#statements.set(sql, (statement = this.#db.prepare(sql)));
      statement.setReturnArrays(true);
    }
    return statement;
  }
}

function toMatch([, name, qualified, kind, startLine, endLine, nameLine, container, exported, visibility, path, language, fileHash]: Row, score: number): SymbolMatch & { score: number } {
  return { name, qualifiedName: qualified ?? (container === null ? name : `${container}.${name}`), kind, startLine, endLine, nameLine, container, exported: exported === 1, visibility, path, language, fileHash, score };
}

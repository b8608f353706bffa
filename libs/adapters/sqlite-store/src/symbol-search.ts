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
  readonly #kept: KeptNames;
  /** By their SQL: one for each combination of filters. */
  readonly #statements = new Map<string, StatementSync>();

  constructor(db: DatabaseSync) {
    this.#db = db;
    this.#names = new NameSearch(db);
    this.#kept = new KeptNames(db);
  }

  find({ names, match, kinds, pathPrefix, limit }: SymbolQuery): SymbolMatch[] {
    this.#kept.refresh();
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
        if (asked.container === null) {
          const read = () => statement.all({ name: id, ...filters, limit: SYMBOLS_PER_NAME }) as unknown as Row[];
          const named = Object.keys(filters).length === 0 ? this.#kept.of(id, limit, read) : bestOf(read(), limit);
          found += named.count;
          for (const { id: symbol, match: hit } of named.best) if (score > (best.get(symbol)?.score ?? 0)) best.set(symbol, { ...hit, score });
          continue;
        }
        // Of many symbols with one name in containers, those in the container asked for must not fall to the limit.
        const rows = statement.all({ name: id, ...filters, limit: SYMBOLS_PER_NAME * 20 }) as unknown as Row[];
        found += rows.length;
        for (const row of rows) {
          const hit = toMatch(row);
          const fit = containerFit(asked.container, hit.qualifiedName, hit.name);
          if (match === 'exact' && fit < 0.9) continue;
          if (score * fit > (best.get(row[0])?.score ?? 0)) best.set(row[0], { ...hit, score: score * fit });
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

function toMatch([, name, qualified, kind, startLine, endLine, nameLine, container, exported, visibility, path, language, fileHash]: Row): SymbolMatch {
  return { name, qualifiedName: qualified ?? (container === null ? name : `${container}.${name}`), kind, startLine, endLine, nameLine, container, exported: exported === 1, visibility, path, language, fileHash, score: 1 };
}

/** The symbols of one name, wherever they lie: all score alike, so those past a limit can be in no answer. */
interface OfOneName {
  readonly count: number;
  readonly best: readonly { readonly id: number; readonly match: SymbolMatch }[];
}

function bestOf(rows: readonly Row[], limit: number): OfOneName {
  const all = rows.map((row) => ({ id: row[0], match: toMatch(row) }));
  // Few are sorted by whoever takes them.
  return { count: rows.length, best: rows.length < Math.min(limit, WORTH_KEEPING) ? all : all.sort((a, b) => compareMatches(a.match, b.match)).slice(0, limit) };
}

/** A name with fewer symbols is read as fast as it is kept. */
const WORTH_KEEPING = 20;
/** Symbols kept of all names, some 300 bytes each. */
const MOST_KEPT = 8_000;

/** Plain words are asked for again and again (`get`, `create`), and just those are the names of many symbols. What is kept is so until anything is written. */
class KeptNames {
  readonly #stamps: readonly StatementSync[];
  readonly #names = new Map<number, OfOneName & { readonly limit: number }>();
  #symbols = 0;
  #stamp = '';

  constructor(db: DatabaseSync) {
    // Writes of other connections, and of this one.
    this.#stamps = ['PRAGMA data_version', 'SELECT total_changes()'].map((sql) => db.prepare(sql));
    for (const statement of this.#stamps) statement.setReturnArrays(true);
  }

  /** Within the transaction of what is read then. */
  refresh(): void {
    const stamp = this.#stamps.map((statement) => (statement.get() as unknown as readonly number[])[0]).join(' ');
    if (stamp === this.#stamp) return;
    this.#stamp = stamp;
    this.#names.clear();
    this.#symbols = 0;
  }

  of(name: number, limit: number, read: () => Row[]): OfOneName {
    const kept = this.#names.get(name);
    if (kept && (kept.limit >= limit || kept.count <= kept.limit)) return { count: kept.count, best: kept.best.slice(0, limit) };
    const found = bestOf(read(), limit);
    if (found.count >= WORTH_KEEPING && this.#symbols + found.best.length <= MOST_KEPT) {
      this.#symbols += found.best.length - (kept?.best.length ?? 0);
      this.#names.set(name, { ...found, limit });
    }
    return found;
  }
}

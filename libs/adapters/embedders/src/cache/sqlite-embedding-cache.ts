import { createHash } from 'node:crypto';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { connect, removeDatabase, sqliteFailure, transaction } from '@twinmcp/sqlite';
import type { EmbeddingCache } from '@twinmcp/vectorization';

export interface SqliteCacheOptions {
  readonly file: string;
  /** Of the file; read at every write. 0 = nothing is kept. */
  readonly maxBytes: () => number;
  /** Something is wrong with the file: it was emptied, or is not used any more. For a log. */
  readonly onTrouble?: (reason: string) => void;
}

interface Open {
  readonly database: DatabaseSync;
  readonly find: StatementSync;
  readonly add: StatementSync;
  readonly drop: StatementSync;
}

const VERSION = 1;
/** Of what is kept, this share goes when the file is full: first in, first out. */
const DROPPED_SHARE = 1 / 8;

/**
 * Vectors of costly providers in one file for all workspaces. Keyed by a hash of model and text, so it holds neither
 * text nor names. Written without waiting for the disk: what a power cut loses is embedded again.
 */
export class SqliteEmbeddingCache implements EmbeddingCache {
  readonly #options: SqliteCacheOptions;
  #open: Open | null = null;
  #broken = false;
  #hits = 0;
  #misses = 0;

  constructor(options: SqliteCacheOptions) {
    this.#options = options;
  }

  async get(model: string, hashes: readonly string[]): Promise<Map<string, Float32Array>> {
    const found = new Map<string, Float32Array>();
    this.#guarded(({ find }) => {
      for (const hash of hashes) {
        const row = find.get(keyOf(model, hash)) as { vector: Uint8Array } | undefined;
        if (row) found.set(hash, new Float32Array(row.vector.slice().buffer));
      }
    });
    this.#hits += found.size;
    this.#misses += hashes.length - found.size;
    return found;
  }

  /** Vectors found and not found since the start. */
  get figures(): { readonly hits: number; readonly misses: number } {
    return { hits: this.#hits, misses: this.#misses };
  }

  async put(model: string, vectors: ReadonlyMap<string, Float32Array>): Promise<void> {
    const maxBytes = this.#options.maxBytes();
    if (maxBytes === 0 || vectors.size === 0) return;
    this.#guarded(({ database, add, drop }) => {
      transaction(database, () => {
        for (const [hash, vector] of vectors) add.run(keyOf(model, hash), new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength));
        if (usedBytes(database) > maxBytes) drop.run();
      });
    });
  }

  async close(): Promise<void> {
    this.#open?.database.close();
    this.#open = null;
    this.#broken = true;
  }

  /** A torn file is thrown away and begun anew, once; any other trouble costs this call alone. */
  #guarded(work: (open: Open) => void): void {
    if (this.#broken) return;
    try {
      work((this.#open ??= openCache(this.#options.file)));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#options.onTrouble?.(reason);
      if (sqliteFailure(error) !== 'damaged') return;
      try {
        this.#open?.database.close();
      } catch {
        // it is thrown away
      }
      this.#open = null;
      removeDatabase(this.#options.file);
    }
  }
}

function openCache(file: string): Open {
  const database = connect(file, { timeoutMs: 1_000, synchronous: 'OFF' });
  try {
    const version = Object.values(database.prepare('PRAGMA user_version').get() as object)[0] as number;
    if (version !== VERSION) database.exec(`DROP TABLE IF EXISTS vectors; CREATE TABLE vectors (id INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, vector BLOB NOT NULL); PRAGMA user_version = ${VERSION}`);
    return {
      database,
      find: database.prepare('SELECT vector FROM vectors WHERE key = ?'),
      add: database.prepare('INSERT OR IGNORE INTO vectors (key, vector) VALUES (?, ?)'),
      drop: database.prepare(`DELETE FROM vectors WHERE id <= (SELECT min(id) + (max(id) - min(id)) * ${DROPPED_SHARE} FROM vectors)`),
    };
  } catch (error) {
    database.close();
    throw error;
  }
}

/** 16 bytes: collisions are out of reach. */
function keyOf(model: string, hash: string): Uint8Array {
  return createHash('sha256').update(`${model}\n${hash}`).digest().subarray(0, 16);
}

function usedBytes(database: DatabaseSync): number {
  const pragma = (name: string) => Object.values(database.prepare(`PRAGMA ${name}`).get() as object)[0] as number;
  return (pragma('page_count') - pragma('freelist_count')) * pragma('page_size');
}

import { ANALYZER_VERSION } from '@twinmcp/retrieval';

/** Changes whenever the tables or the coding of a blob change. The index is derived data: an old one is rebuilt, not migrated. */
const STORAGE_VERSION = 1;

/** What must be equal for stored terms and vectors to mean anything to this program. */
export interface IndexIdentity {
  readonly model: string;
  readonly dimensions: number;
}

export function identityText({ model, dimensions }: IndexIdentity): string {
  return `storage ${STORAGE_VERSION}, terms ${ANALYZER_VERSION}, model ${model}, ${dimensions} dimensions`;
}

/**
 * No column holds source text (HM-7). A file gets a new id whenever it is replaced; a segment's file is alive while its
 * id is in `files`. Blocks and vectors of a segment that has no row in `segments` are left over from an unfinished merge.
 */
export const TABLES = `
  CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE files (id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, hash TEXT NOT NULL, language TEXT NOT NULL, lines INTEGER NOT NULL, bytes INTEGER NOT NULL);
  CREATE TABLE chunks (file INTEGER NOT NULL, n INTEGER NOT NULL, id TEXT NOT NULL, kind TEXT NOT NULL, symbol TEXT, start_line INTEGER NOT NULL, end_line INTEGER NOT NULL, text_hash BLOB NOT NULL, PRIMARY KEY (file, n)) WITHOUT ROWID;
  CREATE INDEX chunk_texts ON chunks (text_hash);
  CREATE TABLE segments (id INTEGER PRIMARY KEY, documents BLOB NOT NULL, first_terms TEXT NOT NULL, terms INTEGER NOT NULL, bytes INTEGER NOT NULL, crc INTEGER NOT NULL);
  CREATE TABLE blocks (id INTEGER PRIMARY KEY, data BLOB NOT NULL);
  CREATE TABLE vectors (id INTEGER PRIMARY KEY, data BLOB NOT NULL, crc INTEGER NOT NULL);
`;

/** Blocks and vector pages of a segment have the ids segment · 2²⁰ + n. */
export const PER_SEGMENT = 2 ** 20;

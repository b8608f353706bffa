import type { PrismaClient } from './generated/client.ts';

/** One connection that SQL is sent over, one statement after the other. */
export interface SqlSession {
  /** Any number of statements, without parameters. */
  exec(sql: string): Promise<void>;
  rows<T>(sql: string, parameters?: readonly unknown[]): Promise<T[]>;
}

/** An open database whose schema is that of this release. */
export interface RelationalDatabase {
  readonly engine: 'postgresql' | 'pglite';
  readonly prisma: PrismaClient;
  /** Idempotent. A PGlite that others of this process use too stays open for them. */
  close(): Promise<void>;
}

/** What an engine brings, before the schema is looked at. */
export interface Engine {
  readonly engine: RelationalDatabase['engine'];
  /** For messages: no password. */
  readonly place: string;
  /** A session of its own where the engine can have several. */
  session<T>(work: (session: SqlSession) => Promise<T>): Promise<T>;
  client(): Promise<PrismaClient>;
  close(): Promise<void>;
}

import type { PrismaClient } from './generated/client.ts';

/** One connection that SQL is sent over, one statement after the other. */
export interface SqlSession {
  /** Any number of statements, without parameters. */
  exec(sql: string): Promise<void>;
  rows<T>(sql: string, parameters?: readonly unknown[]): Promise<T[]>;
}

/** Connections in use, how many there may be, and who waits for one. */
export interface ConnectionFigures {
  readonly inUse: number;
  readonly size: number;
  readonly waiting: number;
}

/** An open database whose schema is that of this release. */
export interface RelationalDatabase {
  readonly engine: 'postgresql' | 'pglite';
  readonly prisma: PrismaClient;
  /** Of this process at the moment. */
  pool(): ConnectionFigures;
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
  pool(): ConnectionFigures;
  close(): Promise<void>;
}

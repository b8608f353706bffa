import { backoffMs, DomainError, systemClock, type Clock } from '@twinmcp/kernel';
import { databaseLocation } from './database-location.ts';
import { translateDatabaseError } from './database-errors.ts';
import { openDatabase, type OpenDatabaseOptions } from './open-database.ts';
import type { PrismaClient } from './generated/client.ts';
import type { ConnectionFigures, RelationalDatabase } from './model.ts';

export interface LazyDatabaseOptions extends OpenDatabaseOptions {
  readonly clock?: Clock;
  /** For tests. */
  readonly open?: (options: OpenDatabaseOptions) => Promise<RelationalDatabase>;
}

const BACKOFF = { baseDelayMs: 500, maxDelayMs: 30_000 };

/**
 * A database that is opened when it is first needed. A server that is down is not asked anew by every request: after a
 * failure those of the next while get the same error at once (a random share of a time that doubles up to 30 s).
 */
export class LazyDatabase {
  readonly #options: LazyDatabaseOptions;
  readonly #clock: Clock;
  #opening: Promise<RelationalDatabase> | null = null;
  #failure: { readonly error: unknown; readonly until: number; readonly attempts: number } | null = null;
  #closed = false;
  #open: RelationalDatabase | null = null;

  constructor(options: LazyDatabaseOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
  }

  /** Null while nothing is open. */
  get poolFigures(): ConnectionFigures | null {
    return this.#open?.pool() ?? null;
  }

  /** Of the database on the disk of its server, or of the folder; null while nothing is open. */
  async bytes(): Promise<number | null> {
    if (this.#open === null) return null;
    const [row] = await this.#open.prisma.$queryRaw<{ bytes: bigint }[]>`SELECT pg_database_size(current_database()) AS bytes`;
    return Number(row?.bytes ?? 0);
  }

  /** What was opened, without opening it. */
  get opened(): boolean {
    return this.#opening !== null;
  }

  /** Runs a unit of work; what the database says is told in words that a person can act on. */
  async use<T>(work: (prisma: PrismaClient) => Promise<T>): Promise<T> {
    const database = await this.#database();
    try {
      return await work(database.prisma);
    } catch (error) {
      throw translateDatabaseError(error, databaseLocation(this.#options.url, this.#options.dataDir).label);
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    const opening = this.#opening;
    this.#opening = null;
    this.#open = null;
    await opening?.then((database) => database.close(), () => undefined);
  }

  #database(): Promise<RelationalDatabase> {
    if (this.#closed) return Promise.reject(new DomainError('unavailable', 'the relational store is closed: the service is stopping'));
    if (this.#failure !== null && this.#clock.now() < this.#failure.until) return Promise.reject(this.#failure.error);
    this.#opening ??= this.#begin();
    return this.#opening;
  }

  async #begin(): Promise<RelationalDatabase> {
    try {
      const database = await (this.#options.open ?? openDatabase)(this.#options);
      this.#failure = null;
      this.#open = database;
      return database;
    } catch (error) {
      const attempts = this.#failure?.attempts ?? 0;
      this.#failure = { error, attempts: attempts + 1, until: this.#clock.now() + backoffMs(BACKOFF, attempts) };
      this.#opening = null;
      throw error;
    }
  }
}

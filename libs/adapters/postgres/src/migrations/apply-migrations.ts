import { randomUUID } from 'node:crypto';
import { DomainError, errorMessage } from '@twinmcp/kernel';
import type { SqlSession } from '../model.ts';
import type { Migration } from './migration-files.ts';

/** Any constant that nothing else in the database locks on. */
const LOCK = 7_246_513_921;
/** Another process may be applying a migration that takes its time. */
const LOCK_TIMEOUT_MS = 60_000;

/** Prisma's own table, so that its tools can read what was applied. */
const TABLE = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  "id" VARCHAR(36) PRIMARY KEY NOT NULL, "checksum" VARCHAR(64) NOT NULL, "finished_at" TIMESTAMPTZ, "migration_name" VARCHAR(255) NOT NULL,
  "logs" TEXT, "rolled_back_at" TIMESTAMPTZ, "started_at" TIMESTAMPTZ NOT NULL DEFAULT now(), "applied_steps_count" INTEGER NOT NULL DEFAULT 0)`;

interface AppliedRow {
  readonly name: string;
  readonly checksum: string;
  readonly finished: boolean;
}

/**
 * Brings the schema to this release. Each migration runs in one transaction with its row in the table and under a lock
 * that belongs to the transaction: of several processes one applies it, and one that fails or is killed leaves what was
 * there. Migrations of a later release are left alone: during a rolling upgrade both run.
 * @returns names of those applied now
 */
export async function applyMigrations(session: SqlSession, migrations: readonly Migration[]): Promise<string[]> {
  const [known] = await session.rows<{ present: boolean }>(`SELECT to_regclass('_prisma_migrations') IS NOT NULL AS present`);
  if (known?.present && pending(migrations, await applied(session)) === null) return [];
  const done: string[] = [];
  for (;;) {
    const name = await applyNext(session, migrations);
    if (name === null) return done;
    done.push(name);
  }
}

async function applyNext(session: SqlSession, migrations: readonly Migration[]): Promise<string | null> {
  let current: Migration | null = null;
  await session.exec('BEGIN');
  try {
    await session.exec(`SET LOCAL lock_timeout = ${LOCK_TIMEOUT_MS}; SET LOCAL statement_timeout = 0`);
    await session.exec(`SELECT pg_advisory_xact_lock(${LOCK})`);
    await session.exec(TABLE);
    current = pending(migrations, await applied(session));
    if (current !== null) {
      await session.exec(current.sql);
      await session.rows(`INSERT INTO "_prisma_migrations" ("id", "checksum", "finished_at", "migration_name", "applied_steps_count") VALUES ($1, $2, now(), $3, 1)`, [randomUUID(), current.checksum, current.name]);
    }
    await session.exec('COMMIT');
    return current?.name ?? null;
  } catch (cause) {
    await session.exec('ROLLBACK').catch(() => undefined); // a lost connection rolls back by itself
    if (current === null) throw cause;
    throw new MigrationError(current.name, cause);
  }
}

/** The first that is not applied yet; refuses a history that is not the one of this release. */
function pending(migrations: readonly Migration[], rows: readonly AppliedRow[]): Migration | null {
  const byName = new Map(rows.map((row) => [row.name, row]));
  for (const migration of migrations) {
    const row = byName.get(migration.name);
    if (row && !row.finished) throw new DomainError('conflict', `the migration ${migration.name} was begun by another tool and not ended: repair the schema and its row in _prisma_migrations`);
    if (row && row.checksum !== migration.checksum) throw new DomainError('conflict', `the migration ${migration.name} was changed after it was applied: the database is of another build; use its own database, or restore that file`, { details: { applied: row.checksum, here: migration.checksum } });
  }
  return migrations.find(({ name }) => !byName.has(name)) ?? null;
}

function applied(session: SqlSession): Promise<AppliedRow[]> {
  return session.rows<AppliedRow>(`SELECT "migration_name" AS name, "checksum", "finished_at" IS NOT NULL AS finished FROM "_prisma_migrations" WHERE "rolled_back_at" IS NULL`);
}

/** Its cause tells what the database said; the caller translates what a person can act on. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError';

  constructor(migration: string, cause: unknown) {
    super(`the migration ${migration} failed and was taken back: ${errorMessage(cause)}`, { cause });
  }
}

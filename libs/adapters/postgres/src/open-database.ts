import { databaseLocation } from './database-location.ts';
import { translateDatabaseError } from './database-errors.ts';
import { applyMigrations } from './migrations/apply-migrations.ts';
import { readMigrations, type Migration } from './migrations/migration-files.ts';
import type { Engine, RelationalDatabase } from './model.ts';

export interface OpenDatabaseOptions {
  /** `postgres://…`; empty = PGlite in a folder of `dataDir`. */
  readonly url: string;
  readonly dataDir: string;
  /** Default 10. PGlite has one connection. */
  readonly poolSize?: number;
  /** Default 5,000. */
  readonly connectTimeoutMs?: number;
  /** Default 15,000. 0 = none. */
  readonly statementTimeoutMs?: number;
  readonly onIdleError?: (error: Error) => void;
  /** Default: those of this release. */
  readonly migrations?: readonly Migration[];
}

/** Two services of one process share the PGlite of their data directory: it takes 300 MB, and its folder only one of them. */
const shared = new Map<string, { readonly opening: Promise<RelationalDatabase>; users: number }>();
/** A folder that is being closed is not opened before that has ended. */
const closing = new Map<string, Promise<void>>();

/** Connects, brings the schema to this release, and hands out the client. The engines are loaded here, not at start. */
export async function openDatabase(options: OpenDatabaseOptions): Promise<RelationalDatabase> {
  const location = databaseLocation(options.url, options.dataDir);
  if (location.kind === 'server') {
    const { postgresqlEngine } = await import('./engines/postgresql-engine.ts');
    const { poolSize = 10, connectTimeoutMs = 5_000, statementTimeoutMs = 15_000, onIdleError = () => undefined } = options;
    return migrated(postgresqlEngine({ url: location.url, label: location.label, poolSize, connectTimeoutMs, statementTimeoutMs, onIdleError }), options);
  }
  const { folder } = location;
  await closing.get(folder);
  let entry = shared.get(folder);
  if (!entry) {
    entry = { opening: import('./engines/pglite-engine.ts').then(({ pgliteEngine }) => pgliteEngine(folder)).then((engine) => migrated(engine, options), (error: unknown) => { throw translateDatabaseError(error, folder); }), users: 0 };
    shared.set(folder, entry);
  }
  entry.users++;
  try {
    return userOf(folder, entry, await entry.opening);
  } catch (error) {
    if (shared.get(folder) === entry) shared.delete(folder);
    throw error;
  }
}

function userOf(folder: string, entry: { users: number }, database: RelationalDatabase): RelationalDatabase {
  let open = true;
  return {
    ...database,
    async close() {
      if (!open) return closing.get(folder);
      open = false;
      if (--entry.users > 0) return;
      shared.delete(folder);
      const ending = database.close().finally(() => closing.delete(folder));
      closing.set(folder, ending);
      await ending;
    },
  };
}

async function migrated(engine: Engine, options: OpenDatabaseOptions): Promise<RelationalDatabase> {
  try {
    const migrations = options.migrations ?? (await readMigrations());
    await engine.session((session) => applyMigrations(session, migrations));
    const prisma = await engine.client();
    let ended: Promise<void> | null = null;
    return { engine: engine.engine, prisma, pool: () => engine.pool(), close: () => (ended ??= engine.close()) };
  } catch (error) {
    await engine.close().catch(() => undefined); // what went wrong first is told
    throw translateDatabaseError(error, engine.place);
  }
}

import type { DependencyHealth } from '@twinmcp/contracts';
import { errorMessage } from '@twinmcp/kernel';
import type { LazyDatabase } from './lazy-database.ts';

export interface DatabaseHealthOptions {
  /** `database.url`; empty: PGlite. */
  readonly url: string;
  /** When the embedded database is opened: `when a conversation is named`. */
  readonly opened: string;
}

/** Where a service keeps its relational data, and whether that answers. The embedded database is not opened to be asked. */
export async function databaseHealth(database: LazyDatabase, { url, opened }: DatabaseHealthOptions): Promise<DependencyHealth> {
  const name = 'relational-store';
  if (url === '') return { name, state: 'substituted', detail: `PGlite in the data directory, opened ${opened}; one replica` };
  return database.use((prisma) => prisma.$queryRaw`SELECT 1`).then(
    () => ({ name, state: 'up', detail: 'PostgreSQL' }),
    (error: unknown) => ({ name, state: 'down', detail: errorMessage(error) }),
  );
}

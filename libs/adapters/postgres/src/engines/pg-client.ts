import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { PrismaClient } from '../generated/client.ts';
import type { Engine, SqlSession } from '../model.ts';

export interface PgEngineOptions {
  readonly engine: Engine['engine'];
  readonly place: string;
  /** Of every connection. */
  readonly connection: pg.ClientConfig;
  readonly pool: Pick<pg.PoolConfig, 'max' | 'statement_timeout' | 'connectionTimeoutMillis'>;
  /** A transaction waits this long for a connection, milliseconds. */
  readonly transactionWaitMs: number;
  /** A connection that was lost while nobody used it. */
  readonly onIdleError: (error: Error) => void;
  readonly close: () => Promise<void>;
}

/** Both engines speak the protocol of PostgreSQL, so both have this driver. Nothing connects before it is needed. */
export function pgEngine({ engine, place, connection, pool, transactionWaitMs, onIdleError, close }: PgEngineOptions): Engine {
  const connections = new pg.Pool({ ...connection, ...pool });
  const adapter = new PrismaPg(connections, { onPoolError: onIdleError, onConnectionError: onIdleError, disposeExternalPool: true });
  const prisma = new PrismaClient({ adapter, transactionOptions: { maxWait: transactionWaitMs, timeout: 60_000 } });
  return {
    engine,
    place,
    client: async () => prisma,
    pool: () => ({ inUse: connections.totalCount - connections.idleCount, size: pool.max ?? 10, waiting: connections.waitingCount }),
    async close() {
      try {
        await prisma.$disconnect();
      } finally {
        await close();
      }
    },
    async session(work) {
      const client = new pg.Client(connection);
      client.on('error', onIdleError);
      await client.connect();
      try {
        return await work(sessionOf(client));
      } finally {
        await client.end().catch(() => undefined); // lost already
      }
    },
  };
}

function sessionOf(client: pg.Client): SqlSession {
  return {
    exec: async (sql) => void (await client.query(sql)),
    rows: async <T>(sql: string, parameters: readonly unknown[] = []) => (await client.query(sql, [...parameters])).rows as T[],
  };
}

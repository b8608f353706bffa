import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { PrismaClient } from '../generated/client.ts';
import type { Engine, SqlSession } from '../model.ts';

export interface ServerOptions {
  readonly url: string;
  readonly label: string;
  readonly poolSize: number;
  readonly connectTimeoutMs: number;
  readonly statementTimeoutMs: number;
  /** A connection that was lost while nobody used it. */
  readonly onIdleError: (error: Error) => void;
}

/** A PostgreSQL server. Nothing connects before it is needed. */
export function postgresqlEngine({ url, label, poolSize, connectTimeoutMs, statementTimeoutMs, onIdleError }: ServerOptions): Engine {
  const common = { connectionString: url, application_name: 'twinmcp', connectionTimeoutMillis: connectTimeoutMs, keepAlive: true };
  const prisma = new PrismaClient({ adapter: new PrismaPg({ ...common, max: poolSize, statement_timeout: statementTimeoutMs }, { onPoolError: onIdleError, onConnectionError: onIdleError }) });
  return {
    engine: 'postgresql',
    place: label,
    client: async () => prisma,
    close: () => prisma.$disconnect(),
    async session(work) {
      const client = new pg.Client(common);
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

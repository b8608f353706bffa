import type { Engine } from '../model.ts';
import { pgEngine } from './pg-client.ts';

export interface ServerOptions {
  readonly url: string;
  readonly label: string;
  readonly poolSize: number;
  readonly connectTimeoutMs: number;
  readonly statementTimeoutMs: number;
  readonly onIdleError: (error: Error) => void;
}

/** A PostgreSQL server. */
export function postgresqlEngine({ url, label, poolSize, connectTimeoutMs, statementTimeoutMs, onIdleError }: ServerOptions): Engine {
  return pgEngine({
    engine: 'postgresql',
    place: label,
    connection: { connectionString: url, application_name: 'twinmcp', connectionTimeoutMillis: connectTimeoutMs, keepAlive: true },
    pool: { max: poolSize, statement_timeout: statementTimeoutMs },
    transactionWaitMs: connectTimeoutMs,
    onIdleError,
    close: async () => undefined,
  });
}

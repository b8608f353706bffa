import { LazyDatabase } from './lazy-database.ts';

interface DatabaseContext {
  readonly config: { readonly database: { readonly url: string; readonly pool_size: number; readonly connect_timeout: number; readonly statement_timeout: number } };
  readonly dataDir: string;
  readonly logger: { warn(fields: object, message: string): void };
}

/** The relational data of a service: one of these a service, closed when it stops. Costs nothing until it is used. */
export function configuredDatabase({ config: { database }, dataDir, logger }: DatabaseContext): LazyDatabase {
  return new LazyDatabase({
    url: database.url,
    dataDir,
    poolSize: database.pool_size,
    connectTimeoutMs: database.connect_timeout,
    statementTimeoutMs: database.statement_timeout,
    onIdleError: (error) => logger.warn({ reason: error.message }, 'a connection to the database was lost while nobody used it'),
  });
}

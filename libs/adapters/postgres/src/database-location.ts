import path from 'node:path';
import { DomainError } from '@twinmcp/kernel';

export type DatabaseLocation = { readonly kind: 'server'; readonly url: string; readonly label: string } | { readonly kind: 'folder'; readonly folder: string; readonly label: string };

const HINT = 'it must look like postgres://user:password@host:5432/name (database.url, DATABASE_URL)';

/** A server where one is configured, else a folder of the data directory. The label carries no user and no password. */
export function databaseLocation(url: string, dataDir: string): DatabaseLocation {
  if (url === '') {
    const folder = path.join(dataDir, 'relational');
    return { kind: 'folder', folder, label: folder };
  }
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch (cause) {
    // The cause would repeat the text, which may hold a password.
    throw new DomainError('unavailable', `the address of the database is not a URL: ${HINT}`, { details: { reason: (cause as { code?: string }).code ?? 'invalid' } });
  }
  if (!['postgres:', 'postgresql:'].includes(parsed.protocol)) throw new DomainError('unavailable', `the address of the database begins with ${parsed.protocol}//: ${HINT}`);
  if (parsed.hostname === '' && !parsed.searchParams.has('host')) throw new DomainError('unavailable', `the address of the database names no host: ${HINT}`);
  return { kind: 'server', url, label: `PostgreSQL at ${parsed.hostname}:${parsed.port || '5432'}${parsed.pathname}` };
}

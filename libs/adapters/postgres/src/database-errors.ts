import { DomainError, isDomainError } from '@twinmcp/kernel';

interface Trouble {
  readonly code: 'unavailable' | 'storage-full';
  readonly what: string;
  /** Waiting may help: it is away, not wrong. */
  readonly temporary?: boolean;
}

/** SQLSTATE (PostgreSQL documentation, appendix A) or code of the system → what a person can do about it. */
const BY_CODE: Readonly<Record<string, Trouble>> = {
  '53100': { code: 'storage-full', what: 'has no space left on its disk: free space there; nothing of this change was kept' },
  ENOSPC: { code: 'storage-full', what: 'has no space left on its disk: free space there; nothing of this change was kept' },
  EDQUOT: { code: 'storage-full', what: 'is over the quota of its disk; nothing of this change was kept' },
  '28P01': { code: 'unavailable', what: 'refuses the password: correct the user and password in database.url' },
  '28000': { code: 'unavailable', what: 'refuses the user: correct the user in database.url, or its entry in pg_hba.conf' },
  '3D000': { code: 'unavailable', what: 'has no database of that name: create it, or correct the name in database.url' },
  '42501': { code: 'unavailable', what: 'does not let this user do that: it must own the database or its tables' },
  '53300': { code: 'unavailable', what: 'has no connection left: raise max_connections there, or lower database.pool_size', temporary: true },
  '25006': { code: 'unavailable', what: 'is read only: database.url must name the primary' },
  '55P03': { code: 'unavailable', what: 'did not give a lock in time: another process changes the schema; try again', temporary: true },
  '57014': { code: 'unavailable', what: 'did not answer in time (database.statement_timeout)' },
  P1001: { code: 'unavailable', what: 'cannot be reached', temporary: true },
  P1008: { code: 'unavailable', what: 'did not answer in time', temporary: true },
  P2024: { code: 'unavailable', what: 'had no free connection in time: raise database.pool_size', temporary: true },
};
const UNREACHABLE = /^(ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EPIPE|08\w{3}|57P0\d)$/;
const BY_MESSAGE: readonly (readonly [RegExp, string])[] = [
  [/no space left on device|disk full|could not (extend|write) file/i, 'ENOSPC'],
  [/connection terminated|server closed the connection|timeout (exceeded when trying to connect|expired)|Can't reach database server|pool is closed|cannot use a pool after/i, 'P1001'],
];

/** What a person can act on gets a stable code; anything else stays as it is. */
export function translateDatabaseError(error: unknown, label: string): unknown {
  if (isDomainError(error)) return error;
  const trouble = troubleOf(error);
  return trouble === null ? error : new DomainError(trouble.code, `${label} ${trouble.what}`, { cause: error, ...(trouble.temporary && { details: { temporary: true } }) });
}

function troubleOf(error: unknown): Trouble | null {
  for (const { code, message } of chain(error)) {
    if (BY_CODE[code]) return BY_CODE[code];
    if (UNREACHABLE.test(code)) return { code: 'unavailable', what: `cannot be reached (${code}): start it, or correct database.url`, temporary: true };
    for (const [pattern, known] of BY_MESSAGE) if (pattern.test(message)) return BY_CODE[known]!;
  }
  return null;
}

/** The error, what caused it, and what Prisma's driver adapters keep of the driver's error. */
function chain(error: unknown): { code: string; message: string }[] {
  const found: { code: string; message: string }[] = [];
  const visit = (value: unknown, depth: number) => {
    if (value === null || typeof value !== 'object' || depth > 4) return;
    const { code, originalCode, message, originalMessage, cause, meta, errors } = value as Record<string, unknown>;
    found.push({ code: text(originalCode) || text(code), message: `${text(message)} ${text(originalMessage)}` });
    for (const next of [cause, (meta as { driverAdapterError?: unknown } | undefined)?.driverAdapterError, ...(Array.isArray(errors) ? errors : [])]) visit(next, depth + 1);
  };
  visit(error, 0);
  return found;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/**
 * Two families of errors, told apart by class:
 *
 * - `DomainError`: has a stable `code`, crosses the wire, is mapped once per edge (HTTP status, MCP error, exit code).
 * - `LocalError`: says what happened to *this* attempt (timed out, nobody there, refused by the transport). It never
 *   crosses the wire; the side that sees it decides whether to retry, degrade or translate it.
 */
export class DomainError extends Error {
  override readonly name: string = 'DomainError';
  readonly code: string;
  /** Facts for the reader and for programs: JSON values only, no secrets. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: string, message: string, options: { details?: Record<string, unknown>; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.details = options.details ?? {};
  }
}

export type LocalErrorKind = 'timeout' | 'no-responder' | 'refused' | 'cancelled' | 'disconnected';

export class LocalError extends Error {
  override readonly name: string = 'LocalError';
  readonly kind: LocalErrorKind;

  constructor(kind: LocalErrorKind, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.kind = kind;
  }
}

/** What is stored is no readable index. The owner of the index moves it aside and starts an empty one; the owner of the files sends them again. */
export class IndexDamagedError extends Error {
  override readonly name = 'IndexDamagedError';

  constructor(reason: string, cause?: unknown) {
    super(`the index is damaged: ${reason}`, { cause });
  }
}

/** By shape, not `instanceof`: two copies of this package in one process must still agree. */
export function isDomainError(error: unknown): error is DomainError {
  return error instanceof Error && error.name === 'DomainError' && typeof (error as { code?: unknown }).code === 'string';
}

export function isLocalError(error: unknown, kind?: LocalErrorKind): error is LocalError {
  return error instanceof Error && error.name === 'LocalError' && (kind === undefined || (error as LocalError).kind === kind);
}

export function errorMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

import { DomainError, LocalError, errorMessage, isDomainError, isLocalError, type LocalErrorKind } from '@twinmcp/kernel';

export interface ThreadCall {
  readonly id: number;
  readonly method: string;
  readonly args: readonly unknown[];
}

/** An error without its stack and cause, which stay on the side that raised it. */
export type ThreadError =
  | { readonly family: 'domain'; readonly code: string; readonly message: string; readonly details: Readonly<Record<string, unknown>> }
  | { readonly family: 'local'; readonly kind: LocalErrorKind; readonly message: string }
  | { readonly family: 'other'; readonly name: string; readonly message: string };

export type ThreadReply =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly error: ThreadError }
  /** Nobody asked for it. */
  | { readonly event: unknown };

export function threadErrorOf(error: unknown): ThreadError {
  if (isDomainError(error)) return { family: 'domain', code: error.code, message: error.message, details: error.details };
  if (isLocalError(error)) return { family: 'local', kind: error.kind, message: error.message };
  return { family: 'other', name: error instanceof Error ? error.name : 'Error', message: errorMessage(error) };
}

export function errorOfThread(error: ThreadError): Error {
  if (error.family === 'domain') return new DomainError(error.code, error.message, { details: { ...error.details } });
  if (error.family === 'local') return new LocalError(error.kind, error.message);
  return Object.assign(new Error(error.message), { name: error.name });
}

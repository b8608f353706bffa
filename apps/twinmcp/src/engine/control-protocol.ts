import { DomainError, LocalError, errorMessage, isDomainError, isLocalError, type LocalErrorKind } from '@twinmcp/kernel';

/** Between the engine that owns a data directory and the commands of the same user. Both ends are the same release: not an API. */
export const CONTROL_HEADERS = { deadline: 'x-twinmcp-deadline', traceparent: 'traceparent', tenant: 'x-twinmcp-tenant' } as const;

/** Largest body of a request or an answer, bytes: a 1,000,000-token answer has a few MB. */
export const MAX_BODY_BYTES = 64 * 1024 * 1024;

export interface ControlHello {
  readonly pid: number;
  readonly version: string;
  readonly dataDir: string;
}

export type ControlReply =
  | { readonly ok: true; readonly output: unknown }
  | { readonly ok: false; readonly family: 'domain'; readonly code: string; readonly message: string; readonly details: Record<string, unknown> }
  | { readonly ok: false; readonly family: 'local'; readonly kind: LocalErrorKind; readonly message: string };

export function replyOfError(error: unknown): ControlReply {
  if (isDomainError(error)) return { ok: false, family: 'domain', code: error.code, message: error.message, details: { ...error.details } };
  if (isLocalError(error)) return { ok: false, family: 'local', kind: error.kind, message: error.message };
  return { ok: false, family: 'domain', code: 'internal', message: errorMessage(error), details: {} };
}

export function errorOfReply(reply: Extract<ControlReply, { ok: false }>): Error {
  return reply.family === 'domain' ? new DomainError(reply.code, reply.message, { details: reply.details }) : new LocalError(reply.kind, reply.message);
}

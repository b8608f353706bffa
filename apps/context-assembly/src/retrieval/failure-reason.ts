import { errorMessage, isDomainError, isLocalError } from '@twinmcp/kernel';

/** What a reader is told about a part that failed: no stack, no internals. */
export function failureReason(error: unknown): string {
  if (isLocalError(error, 'timeout')) return 'gave no answer in time';
  if (isLocalError(error, 'no-responder')) return 'nobody serves it at the moment';
  if (isLocalError(error, 'disconnected')) return 'the message bus is not connected';
  if (isLocalError(error)) return error.kind;
  if (isDomainError(error)) return error.code === 'internal' ? 'failed' : `${error.code}: ${errorMessage(error)}`;
  return 'failed';
}

export function hasCode(error: unknown, code: string): boolean {
  return isDomainError(error) && error.code === code;
}

import { LocalError, errorMessage, isDomainError, isLocalError } from '@twinmcp/kernel';

/** What the client library throws, in our words. `what` names the subject, stream or bucket. */
export function toLocalError(error: unknown, what: string, connected: boolean): Error {
  if (isLocalError(error) || isDomainError(error)) return error;
  const names = new Set<string>();
  for (let at: unknown = error; at instanceof Error; at = at.cause) names.add(at.name);
  if (names.has('NoResponders') || names.has('JetStreamNotEnabled')) return new LocalError('no-responder', `nobody serves ${what}`, error);
  if (names.has('PermissionViolationError')) return new LocalError('refused', `NATS does not permit ${what}`, error);
  if (names.has('TimeoutError')) return new LocalError('timeout', `${what} gave no answer in time`, error);
  if (names.has('ClosedConnectionError') || names.has('DrainingConnectionError')) return new LocalError('disconnected', `the connection to NATS is closed; ${what} was not sent`, error);
  // The connection broke under a request that was on its way: whether it arrived is not known.
  return new LocalError(connected ? 'refused' : 'timeout', `${what}: ${errorMessage(error)}`, error);
}

/** Names of the headers that travel with a message. Declared once; wire pin: `headers.test.ts`. */
export const HEADERS = {
  /** W3C trace context. */
  traceparent: 'traceparent',
  /** Milliseconds since the epoch; sender and receiver need clocks that agree to well under a call's timeout (NTP). */
  deadline: 'twinmcp-deadline',
  tenant: 'twinmcp-tenant',
  /** On a reply: the stable code of a DomainError. Its message and details are the payload. */
  error: 'twinmcp-error',
  /** On a reply: names the log line that has the cause. */
  errorId: 'twinmcp-error-id',
} as const;

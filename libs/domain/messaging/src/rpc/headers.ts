/** Names of the headers that travel with a message. Declared once; wire pin: `headers.test.ts`. */
export const HEADERS = {
  /** W3C trace context. */
  traceparent: 'traceparent',
  /** Milliseconds since the epoch, by the clock of the sender. */
  deadline: 'twinmcp-deadline',
  /** Milliseconds that were left when the message was sent: what counts where the two clocks disagree. */
  timeLeft: 'twinmcp-time-left',
  tenant: 'twinmcp-tenant',
  /** On a reply: the stable code of a DomainError. Its message and details are the payload. */
  error: 'twinmcp-error',
  /** On a reply: names the log line that has the cause. */
  errorId: 'twinmcp-error-id',
} as const;

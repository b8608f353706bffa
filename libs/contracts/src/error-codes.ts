/** Stable error codes. They cross the wire; a code is never renamed or reused (wire pin: `error-codes.test.ts`). */
export const ERROR_CODES = [
  'invalid-input',
  'unauthenticated',
  'forbidden',
  'not-found',
  'workspace-not-found',
  'workspace-not-indexed',
  'workspace-unreadable',
  'job-not-found',
  'conflict',
  'payload-too-large',
  'rate-limited',
  'deadline-exceeded',
  'cancelled',
  'unavailable',
  'storage-full',
  'unsupported',
  'internal',
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

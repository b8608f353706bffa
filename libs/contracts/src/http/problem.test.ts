import { ERROR_CODES } from '../error-codes.ts';
import { HTTP_ERRORS } from './problem.ts';

describe('HTTP error table', () => {
  it('is pinned: clients depend on these numbers', () => {
    expect(Object.fromEntries(Object.entries(HTTP_ERRORS).map(([code, { status }]) => [code, status]))).toEqual({
      'invalid-input': 400,
      unauthenticated: 401,
      forbidden: 403,
      'not-found': 404,
      'workspace-not-found': 404,
      'workspace-not-indexed': 409,
      'workspace-unreadable': 422,
      'job-not-found': 404,
      conflict: 409,
      'payload-too-large': 413,
      'rate-limited': 429,
      'deadline-exceeded': 504,
      cancelled: 499,
      unavailable: 503,
      'storage-full': 507,
      unsupported: 422,
      internal: 500,
    });
  });

  it('has a row for every code and no other', () => {
    expect(Object.keys(HTTP_ERRORS).sort()).toEqual([...ERROR_CODES].sort());
  });

  it('tells when to come back exactly where coming back can help', () => {
    const retryable = Object.entries(HTTP_ERRORS).filter(([, row]) => row.retryAfterS !== undefined).map(([code]) => code);
    expect(retryable.sort()).toEqual(['deadline-exceeded', 'rate-limited', 'unavailable']);
  });
});

import { retryAfterMs } from './index.ts';

const now = Date.UTC(2026, 0, 1, 12, 0, 0);

it.each([
  ['3', 3_000], [' 0 ', 0], [' 0.5 ', 500],
  ['Thu, 01 Jan 2026 12:00:07 GMT', 7_000], ['Thu, 01 Jan 2026 11:00:00 GMT', 0],
  ['soon', null], ['-5', null], ['1e3', null], ['', null], [null, null], [undefined, null],
])('Retry-After: %s is %p', (header, expected) => {
  expect(retryAfterMs(header, now)).toBe(expected);
});

import { retryAfterMs } from './retry-after.ts';

const now = Date.UTC(2026, 0, 1, 12, 0, 0);
const read = (headers: Record<string, string>) => retryAfterMs(new Headers(headers), now);

describe('retryAfterMs', () => {
  it.each([
    [{ 'retry-after': '3' }, 3_000],
    [{ 'retry-after': ' 0.5 ' }, 500],
    [{ 'retry-after': 'Thu, 01 Jan 2026 12:00:07 GMT' }, 7_000],
    [{ 'retry-after': 'Thu, 01 Jan 2026 11:00:00 GMT' }, 0],
    [{ 'retry-after-ms': '20', 'retry-after': '1' }, 20],
    [{ 'retry-after': 'soon' }, undefined],
    [{ 'retry-after': '-5' }, undefined],
    [{}, undefined],
  ] as [Record<string, string>, number | undefined][])('%j is %p', (headers, expected) => {
    expect(read(headers)).toBe(expected);
  });
});

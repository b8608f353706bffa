import { classifyFailure } from './qdrant-errors.ts';

const answer = (status: number, error: string, retryAfter: string | null = null) => classifyFailure({ data: { status: { error } } }, { status, retryAfter, body: null }, 0);

it.each([
  [400, 'invalid-input', false], [401, 'unauthenticated', false], [403, 'forbidden', false], [404, 'not-found', false], [409, 'conflict', false], [413, 'payload-too-large', false], [422, 'invalid-input', false],
  [429, 'rate-limited', true], [500, 'unavailable', false], [501, 'unavailable', false], [502, 'unavailable', true], [503, 'unavailable', true], [504, 'unavailable', true], [507, 'storage-full', false], [418, 'internal', false],
])('%d is %s, worth another attempt: %s', (status, code, again) => {
  const failure = answer(status, 'because');
  expect(failure).toMatchObject({ code, reason: String(status) });
  expect(failure.retryAfterMs !== null).toBe(again);
  if (status !== 401) expect(failure.message).toContain('because');
});

it.each(['No space left on device: WAL buffer size exceeds available disk space', 'Service internal error: disk full', 'not enough disk space'])('knows a full disk by its words: %s', (words) => {
  expect(answer(500, words)).toMatchObject({ code: 'storage-full', retryAfterMs: null, serverDown: false });
});

it('knows what was never sent', () => {
  const network = (code: string) => classifyFailure(Object.assign(new TypeError('fetch failed'), { cause: { code } }), { status: 0, retryAfter: null, body: null }, 0);
  expect(network('ECONNREFUSED')).toMatchObject({ code: 'unavailable', notStarted: true, serverDown: true, retryAfterMs: 0 });
  expect(network('ECONNRESET')).toMatchObject({ code: 'unavailable', notStarted: false, serverDown: true });
});

it('cuts what the server says', () => {
  expect(answer(400, 'x'.repeat(10_000)).message.length).toBeLessThanOrEqual(500);
});

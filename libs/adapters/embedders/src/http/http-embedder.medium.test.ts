import { EmbeddingServer, connectionReset, json, notJson, openAi, silent, truncatedBody, vectorOf, type Answer } from '../test-support/embedding-server.ts';
import { OpenAiCompatibleEmbedder, type OpenAiCompatibleOptions } from '../openai/openai-compatible-embedder.ts';

const DIMENSIONS = 8;
const KEY = 'sk-proj-abcdefghijklmnopqrstuvwxyz0123456789';
let server: EmbeddingServer;
const defaults = { apiKey: KEY, timeoutMs: 1_000, attempts: 4, requestsPerMinute: 0, tokensPerMinute: 0, batchTexts: 16, concurrency: 4, pricePerMillionTokens: 20 };
const embedder = (settings: Partial<typeof defaults> = {}, options: Partial<OpenAiCompatibleOptions> = {}) =>
  new OpenAiCompatibleEmbedder({
    baseUrl: `${server.url}/v1/`, model: 'm', dimensions: DIMENSIONS, maxInputTokens: 0, shortening: 'off', encoding: 'auto',
    settings: () => ({ ...defaults, ...settings }), backoff: { baseDelayMs: 1, maxDelayMs: 5 }, ...options,
  });
const unit = (values: number[]) => values.map((value) => value / Math.hypot(...values));
const expectVectors = (found: Float32Array[], texts: string[]) => {
  expect(found).toHaveLength(texts.length);
  for (const [i, text] of texts.entries()) unit(vectorOf(text, DIMENSIONS)).forEach((x, d) => expect(found[i]![d]).toBeCloseTo(x, 6));
};
const busy = (headers: Record<string, string>, status = 429) => json({ error: { message: 'Rate limit reached', type: 'requests', code: 'rate_limit_exceeded' } }, status, headers);

beforeEach(async () => {
  server = await EmbeddingServer.start(openAi(DIMENSIONS));
});
afterEach(() => server.close());

describe('an embedding provider behind HTTP', () => {
  it('asks in batches over connections that are kept, and orders by index', async () => {
    const texts = Array.from({ length: 168 }, (_, i) => `text ${i} ${'x'.repeat(i)}`);
    const provider = embedder();
    expectVectors(await provider.embed(texts, 'document'), texts);
    expect(server.received.map(({ body }) => (body['input'] as string[]).length)).toEqual([...Array<number>(10).fill(16), 8]);
    expect(new Set(server.received.map(({ connection }) => connection)).size).toBeLessThanOrEqual(2);
    expect(server.received[0]).toMatchObject({ path: '/v1/embeddings', headers: { authorization: `Bearer ${KEY}` }, body: { model: 'm', encoding_format: 'base64' } });
    const characters = texts.join('').length;
    expect(provider.usage()).toEqual({ calls: 11, texts: 168, tokens: characters, estimated: 0, truncated: 0, retries: 0, failures: 0, cost: expect.closeTo((characters / 1e6) * 20, 9) as number });
  });

  it('sends no key when there is none, and no text of white space alone', async () => {
    const [blank, text] = await embedder({ apiKey: '' }).embed([' \n', 'a'], 'document');
    expect([...blank!]).toEqual(Array(DIMENSIONS).fill(0));
    expectVectors([text!], ['a']);
    expect(server.received[0]!.headers.authorization).toBeUndefined();
    expect(server.received[0]!.body['input']).toEqual(['a']);
  });

  it('sends no secret, neither of a document nor of a question', async () => {
    const token = `ghp_${'aB3'.repeat(12)}`;
    for (const kind of ['document', 'query'] as const) await embedder().embed([`why is ${token} refused?`], kind);
    expect(server.received.map(({ body }) => body['input'])).toEqual(Array(2).fill([`why is ${'*'.repeat(token.length)} refused?`]));
  });

  it.each<[string, Answer]>([
    ['429', busy({})], ['500', json({}, 500)], ['502', json('bad gateway', 502)], ['503', json({}, 503)], ['408', json({}, 408)], ['409', json({}, 409)], ['529', json({}, 529)],
    ['a connection that is reset', connectionReset], ['a body cut short', truncatedBody],
  ])('tries again after %s', async (_name, answer) => {
    server.script.push(answer, answer);
    const provider = embedder();
    expectVectors(await provider.embed(['a'], 'document'), ['a']);
    expect(server.received).toHaveLength(3);
    expect(provider.usage()).toMatchObject({ calls: 3, retries: 2, failures: 0, texts: 1 });
  });

  it.each<[string, Answer, string, string]>([
    ['a wrong key', json({ error: { message: `Incorrect API key provided: ${KEY}.`, code: 'invalid_api_key' } }, 401), 'refused', 'Incorrect API key provided: [key].'],
    ['an unknown model', json({ error: { message: 'The model does not exist' } }, 404), 'refused', 'answered 404: The model does not exist'],
    ['no credit left', json({ error: { message: 'You exceeded your current quota', type: 'insufficient_quota', code: 'insufficient_quota' } }, 429), 'refused', 'quota'],
    ['a redirect', json({}, 302, { location: 'http://elsewhere.example/' }), 'refused', 'answered 302'],
    ['a request it does not take', json({ detail: [{ type: 'missing', msg: 'Field required', input: { secret: 'of the request' } }] }, 422), 'refused', 'answered 422: Field required'],
    ['too many texts', json({ error: 'batch size 64 > maximum allowed batch size 32' }, 422), 'too-large', 'maximum allowed'],
    ['too large a body', json({}, 413), 'too-large', 'answered 413'],
    ['no JSON', notJson, 'bad-answer', 'not JSON'],
    ['no list', json({ data: 'none' }), 'bad-answer', 'without a list'],
    ['null', json(null), 'bad-answer', 'without a list'],
    ['fewer vectors than texts', json({ data: [] }), 'bad-answer', '0 vectors for 1 texts'],
    ['more vectors than texts', json({ data: [{ embedding: Array(8).fill(1) }, { embedding: Array(8).fill(1) }] }), 'bad-answer', '2 vectors for 1 texts'],
    ['one index twice', json({ data: [{ index: 0, embedding: [] }, { index: 0, embedding: [] }] }), 'bad-answer', 'order'],
    ['an index out of range', json({ data: [{ index: 7, embedding: [] }] }), 'bad-answer', 'order'],
    ['the wrong dimension', json({ data: [{ index: 0, embedding: [1, 2, 3] }] }), 'bad-answer', '3 dimensions instead of 8'],
    ['too long a vector', json({ data: [{ index: 0, embedding: Array(9).fill(1) }] }), 'bad-answer', '9 dimensions instead of 8'],
    ['what is no number', json({ data: [{ index: 0, embedding: [1, 2, 3, null, 5, 6, 7, 8] }] }), 'bad-answer', 'finite'],
    ['an infinite number', json({ data: [{ index: 0, embedding: Buffer.from(Float32Array.of(1, 2, 3, Infinity, 5, 6, 7, 8).buffer).toString('base64') }] }), 'bad-answer', 'finite'],
    ['zeros', json({ data: [{ index: 0, embedding: Array(8).fill(0) }] }), 'bad-answer', 'zeros'],
    ['base64 cut short', json({ data: [{ index: 0, embedding: 'AAAAAAA=' }] }), 'bad-answer', 'cut short'],
  ])('refuses %s at once, says why, and never says the key', async (_name, answer, kind, message) => {
    server.usual = answer;
    const error = await embedder().embed(['a'], 'document').catch((e: unknown) => e as Error);
    expect(error).toMatchObject({ kind, message: expect.stringContaining(message) as string });
    expect(JSON.stringify(error) + String((error as Error).stack)).not.toContain(KEY);
    expect(String((error as Error).message)).not.toContain('of the request');
    expect(server.received).toHaveLength(1);
  });

  it('gives up after so many attempts, and a query earlier', async () => {
    server.usual = json({}, 500);
    const provider = embedder({ attempts: 3 });
    await expect(provider.embed(['a'], 'document')).rejects.toMatchObject({ kind: 'unreachable', code: 'unavailable', status: 500 });
    expect(server.received).toHaveLength(3);
    await expect(provider.embed(['a'], 'query')).rejects.toMatchObject({ status: 500 });
    expect(server.received).toHaveLength(5);
    expect(provider.usage()).toMatchObject({ failures: 2, texts: 0 });
  });

  it('waits for as long as the server says, in seconds or until a date, and lets nobody else ask meanwhile', async () => {
    for (const value of [() => '1', () => new Date(Date.now() + 2_000).toUTCString()]) {
      server.received.length = 0;
      server.script.push(busy({ 'retry-after': value() }));
      const provider = embedder();
      const first = provider.embed(['a'], 'document');
      await new Promise((resolve) => setTimeout(resolve, 100));
      await Promise.all([first, provider.embed(['b'], 'document')]);
      expect(server.received).toHaveLength(3);
      expect(server.received[1]!.atMs - server.received[0]!.atMs).toBeGreaterThan(900);
    }
  });

  it('says so instead of waiting very long, or long for a query', async () => {
    server.usual = busy({ 'retry-after': '3600' });
    await expect(embedder().embed(['a'], 'document')).rejects.toMatchObject({ kind: 'throttled', code: 'rate-limited', retryAfterMs: 3_600_000 });
    server.usual = busy({ 'retry-after': '5' });
    await expect(embedder().embed(['a'], 'query')).rejects.toMatchObject({ kind: 'throttled' });
    expect(server.received).toHaveLength(2);
  });

  it('ends an attempt that takes too long, headers or body', async () => {
    for (const slow of [silent, ((_request, response) => void response.writeHead(200).write('{"data":')) as Answer]) {
      server.script.push(slow);
      const provider = embedder({ timeoutMs: 150 });
      expectVectors(await provider.embed(['a'], 'document'), ['a']);
      expect(provider.usage().retries).toBe(1);
    }
    server.usual = silent;
    await expect(embedder({ timeoutMs: 100, attempts: 1 }).embed(['a'], 'document')).rejects.toMatchObject({ kind: 'timeout' });
  });

  it('stops when it is told to: while it waits for an answer, and between attempts', async () => {
    server.usual = silent;
    const started = performance.now();
    await expect(embedder().embed(['a'], 'document', AbortSignal.timeout(50))).rejects.toMatchObject({ name: 'TimeoutError' });
    server.usual = busy({ 'retry-after': '30' });
    await expect(embedder().embed(['a'], 'document', AbortSignal.timeout(50))).rejects.toMatchObject({ kind: 'cancelled' });
    expect(performance.now() - started).toBeLessThan(900);
  });

  it('asks nobody after several failures in a row, and tries one request later', async () => {
    server.usual = json({}, 500);
    const provider = embedder({ attempts: 1 }, { breaker: { failures: 3, openMs: 1_000 } });
    const ask = () => provider.embed(['a'], 'document');
    for (let i = 0; i < 3; i++) await expect(ask()).rejects.toMatchObject({ status: 500 });
    await expect(ask()).rejects.toMatchObject({ kind: 'unreachable', message: expect.stringMatching(/not asked for a while.*answered 500/) as string });
    expect(server.received).toHaveLength(3);
    server.usual = openAi(DIMENSIONS);
    let answer: Awaited<ReturnType<typeof ask>> | null = null;
    for (const end = Date.now() + 30_000; answer === null && Date.now() < end; ) answer = await ask().catch(() => new Promise<null>((resolve) => setTimeout(resolve, 50, null)));
    expectVectors(answer!, ['a']);
    expect(server.received).toHaveLength(4);
    expectVectors(await ask(), ['a']);
  });

  it('takes a refused connection for unreachable', async () => {
    const provider = embedder({ attempts: 2 });
    await server.close();
    await expect(provider.embed(['a'], 'document')).rejects.toMatchObject({ kind: 'unreachable', message: expect.stringContaining('ECONNREFUSED') as string });
    server = await EmbeddingServer.start(openAi(DIMENSIONS));
  });

  it('keeps to its limits per minute', async () => {
    const provider = embedder({ requestsPerMinute: 600 });
    const started = performance.now();
    await Promise.all(Array.from({ length: 105 }, () => provider.embed(['a'], 'document')));
    const seconds = (performance.now() - started) / 1_000;
    expect(seconds).toBeGreaterThan(0.4); // 100 at once, 10 a second after that
    expect(seconds).toBeLessThan(5);
  });
});

describe('input that is too long', () => {
  const atMost = (bytes: number): Answer => (request, response) =>
    (request.body['input'] as string[]).some((text) => Buffer.byteLength(text) > bytes) ? json({ error: { message: "This model's maximum context length is 20 tokens" } }, 400)(request, response) : openAi(DIMENSIONS)(request, response);

  it('is cut when it stands alone, and counted', async () => {
    server.usual = atMost(84);
    const provider = embedder({}, { maxInputTokens: 100 });
    const text = 'é'.repeat(60);
    expectVectors(await provider.embed([text], 'document'), ['é'.repeat(42)]);
    expect(provider.usage()).toMatchObject({ truncated: 1, calls: 2 });
  });

  it('is cut before it is sent when it is far too long', async () => {
    const provider = embedder({}, { maxInputTokens: 10 });
    await provider.embed(['x'.repeat(1_000)], 'document');
    expect((server.received[0]!.body['input'] as string[])[0]).toHaveLength(80);
    expect(provider.usage().truncated).toBe(1);
  });

  it('in a batch leaves it to the caller to send fewer', async () => {
    server.usual = atMost(84);
    await expect(embedder({}, { maxInputTokens: 100 }).embed(['x'.repeat(90), 'b'], 'document')).rejects.toMatchObject({ kind: 'too-large', code: 'payload-too-large' });
  });
});

import { createServer } from 'node:net';
import { startQdrantDouble, type QdrantDouble } from '@twinmcp/testing';
import type { Point } from '@twinmcp/vectorization';
import { QdrantVectorStore, type QdrantOptions } from './index.ts';

const point = (id: number): Point => ({ id, vectors: { dense: Float32Array.of(1, id) }, payload: { n: id } });
let double: QdrantDouble;
const stores: QdrantVectorStore[] = [];
const connect = (options: Partial<QdrantOptions> = {}) => {
  const store = new QdrantVectorStore({ url: double.url, retry: { attempts: 4, baseDelayMs: 1, maxDelayMs: 5 }, ...options });
  stores.push(store);
  return store;
};
const setUp = async (options: Partial<QdrantOptions> = {}) => {
  const store = connect(options);
  await store.createCollection('c', { dense: { dense: { dimensions: 2, distance: 'cosine' } } });
  return store;
};
const attempts = (operation: string) => double.requests.filter((request) => request.operation === operation).length;
beforeEach(async () => {
  double = await startQdrantDouble({ maxBodyBytes: 200_000 });
});
afterEach(async () => {
  for (const store of stores.splice(0)) await store.close();
  await double.stop();
  expect(double.violations).toEqual([]);
});

describe('a server in trouble', () => {
  it.each([502, 503, 504])('is asked again after %d', async (status) => {
    const store = await setUp();
    double.trouble({ operation: 'count_points', status, times: 3 });
    expect(await store.count('c')).toBe(0);
    expect(attempts('count_points')).toBe(4);
  });

  it('is given up after the last attempt, with its words', async () => {
    const store = await setUp();
    double.trouble({ operation: 'count_points', status: 503, times: 9 });
    await expect(store.count('c')).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining('planned 503'), details: { operation: 'count_points', reason: '503' } });
    expect(attempts('count_points')).toBe(4);
  });

  it.each([400, 401, 403, 404, 409, 413, 422, 500])('is not asked again after %d', async (status) => {
    const store = await setUp();
    double.trouble({ operation: 'count_points', status, times: 9 });
    await expect(store.count('c')).rejects.toMatchObject({ name: 'DomainError' });
    expect(attempts('count_points')).toBe(1);
  });

  it('says how long to wait, and is obeyed', async () => {
    const store = await setUp();
    double.trouble({ operation: 'count_points', status: 429, headers: { 'retry-after': '1' } });
    const startedAt = performance.now();
    expect(await store.count('c')).toBe(0);
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(995);
  });

  it('says to wait longer than there is time: refused at once, with the wish', async () => {
    const store = await setUp({ readTimeoutMs: 2_000 });
    double.trouble({ operation: 'count_points', status: 429, headers: { 'retry-after': '12' }, times: 9 });
    const startedAt = performance.now();
    await expect(store.count('c')).rejects.toMatchObject({ code: 'rate-limited', details: { retryAfterMs: 12_000 } });
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });

  it('cuts a connection: asked again, written once', async () => {
    const store = await setUp();
    double.trouble({ operation: 'upsert_points', connection: 'drop' });
    double.trouble({ operation: 'upsert_points', connection: 'drop-after' });
    await store.upsert('c', [point(1)]);
    expect(attempts('upsert_points')).toBe(3);
    expect(await store.count('c')).toBe(1);
  });

  it('does not take a snapshot twice', async () => {
    const store = await setUp();
    double.trouble({ operation: 'create_snapshot', connection: 'drop-after' });
    await expect(store.createSnapshot('c')).rejects.toMatchObject({ code: 'unavailable' });
    expect(await store.listSnapshots('c')).toHaveLength(1);
  });

  it('says nothing: the deadline ends it', async () => {
    const store = await setUp();
    double.trouble({ operation: 'count_points', connection: 'hang', times: 9 });
    const startedAt = performance.now();
    await expect(store.count('c', {}, { timeoutMs: 100 })).rejects.toMatchObject({ code: 'deadline-exceeded', message: expect.stringContaining('100 ms') });
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });

  it('says nothing: the caller goes away', async () => {
    const store = await setUp();
    double.trouble({ operation: 'count_points', connection: 'hang' });
    const caller = new AbortController();
    setTimeout(() => caller.abort(), 20);
    await expect(store.count('c', {}, { signal: caller.signal })).rejects.toMatchObject({ code: 'cancelled' });
    expect(await store.count('c')).toBe(0); // and that tells nothing about the server
  });

  it('answers what is no answer', async () => {
    const store = await setUp();
    double.trouble({ operation: 'count_points', status: 200, headers: { 'content-type': 'application/json' }, body: '{"result": {"cou', times: 9 });
    await expect(store.count('c')).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining('could not be read') });
  });

  it('has a full disk: storage-full, what was there stays', async () => {
    const store = await setUp();
    await store.upsert('c', [point(1)]);
    double.state.diskFull = true;
    await expect(store.upsert('c', [point(1), point(2)])).rejects.toMatchObject({ code: 'storage-full' });
    expect(await store.count('c')).toBe(1);
    double.state.diskFull = false;
    await store.upsert('c', [point(2)]);
    expect(await store.count('c')).toBe(2);
  });

  it('takes no body that large: payload-too-large', async () => {
    const store = await setUp();
    await expect(store.upsert('c', Array.from({ length: 100 }, (_, i) => ({ ...point(i), payload: { filler: 'x'.repeat(4_000) } })))).rejects.toMatchObject({ code: 'payload-too-large' });
  });
});

describe('the circuit breaker', () => {
  it('stops asking a server that is away, says when it will ask again, and comes back', async () => {
    const store = await setUp({ breaker: { failures: 4, openMs: 150, maxOpenMs: 1_000 } });
    double.trouble({ operation: 'count_points', status: 503, times: 4 });
    await expect(store.count('c')).rejects.toMatchObject({ code: 'unavailable' });
    await expect(store.count('c')).rejects.toMatchObject({ code: 'unavailable', details: { reason: 'circuit-open', retryAfterMs: expect.any(Number) } });
    expect(attempts('count_points')).toBe(4);
    expect(await store.health()).toMatchObject({ state: 'down' });
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(await store.count('c')).toBe(0);
    expect(await store.health()).toMatchObject({ state: 'up', version: '1.19.0' });
  });
});

describe('connections', () => {
  it('are kept open and are few', async () => {
    const store = await setUp({ connections: 3 });
    for (let i = 0; i < 20; i++) await store.count('c');
    await Promise.all(Array.from({ length: 20 }, () => store.count('c')));
    expect(new Set(double.requests.map(({ socket }) => socket)).size).toBeLessThanOrEqual(3);
  });

  it('to nobody are refused in words', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as { port: number };
    await new Promise((resolve) => server.close(resolve));
    const store = connect({ url: `http://127.0.0.1:${port}` });
    await expect(store.count('c')).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining('ECONNREFUSED') });
    expect(await store.health()).toMatchObject({ state: 'down', detail: expect.stringContaining(`127.0.0.1:${port}`) });
  });

  it('end with the store', async () => {
    const store = await setUp();
    double.trouble({ operation: 'count_points', connection: 'hang' });
    const pending = store.count('c');
    pending.catch(() => {});
    await new Promise((resolve) => setTimeout(resolve, 20));
    await store.close();
    await expect(pending).rejects.toMatchObject({ code: 'unavailable' });
    await expect(store.count('c')).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining('closed') });
  });

  it.each(['ftp://host', 'no url', 'http://user:pass@host:1'])('are not made to %s', (url) => {
    expect(() => new QdrantVectorStore({ url })).toThrow(expect.objectContaining({ code: 'invalid-input' }));
  });
});

describe('the key', () => {
  it('is asked for, sent, and never shown', async () => {
    await double.stop();
    double = await startQdrantDouble({ apiKey: 'right-key' });
    const warned = console.warn;
    const said: unknown[] = [];
    console.warn = (...words) => void said.push(words);
    try {
      await expect(connect().count('c')).rejects.toMatchObject({ code: 'unauthenticated' });
      const wrong = await connect({ apiKey: 'wrong-key' }).count('c').catch((error: unknown) => error as Error & { code: string });
      expect(wrong).toMatchObject({ code: 'unauthenticated' });
      expect(JSON.stringify([wrong, (wrong as Error).message, (wrong as Error).stack])).not.toContain('wrong-key');
      expect(await setUp({ apiKey: 'right-key' }).then((store) => store.count('c'))).toBe(0);
    } finally {
      console.warn = warned;
    }
    expect(said).toEqual([]);
  });
});

it('writes in requests of bounded count and bytes', async () => {
  const store = await setUp({ batch: { points: 10, bytes: 20_000 } });
  await store.upsert('c', Array.from({ length: 25 }, (_, i) => point(i)));
  await store.upsert('c', Array.from({ length: 10 }, (_, i) => ({ ...point(100 + i), payload: { filler: 'x'.repeat(6_000) } })));
  const upserts = double.requests.filter(({ operation }) => operation === 'upsert_points');
  expect(upserts.map(({ body }) => (body as { points: unknown[] }).points.length)).toEqual([10, 10, 5, 3, 3, 3, 1]);
  expect(Math.max(...upserts.map(({ bytes }) => bytes))).toBeLessThanOrEqual(20_000);
  expect(await store.count('c')).toBe(35);
});

it('learns of a collection that was made anew with another dimension', async () => {
  const [store, other] = [await setUp(), connect()];
  await store.upsert('c', [point(1)]);
  await other.deleteCollection('c');
  await other.createCollection('c', { dense: { dense: { dimensions: 3, distance: 'cosine' } } });
  await expect(store.upsert('c', [point(2)])).rejects.toMatchObject({ code: 'invalid-input' }); // the server's word
  await expect(store.upsert('c', [point(2)])).rejects.toMatchObject({ code: 'invalid-input', details: { expected: 3, found: 2 } });
  await store.upsert('c', [{ id: 1, vectors: { dense: Float32Array.of(1, 2, 3) }, payload: {} }]);
});

import { EmbeddingEngine, ProviderError, type EmbeddingCache, type EmbeddingProvider, type HashedText, type ProviderLimits } from '../index.ts';

/** Length of the text as the vector. Fails as it is told to. */
class ScriptedProvider implements EmbeddingProvider {
  readonly model = 'scripted';
  readonly dimensions = 2;
  limits: ProviderLimits = { longInput: 'whole', batchTexts: 64, batchCharacters: 10_000, concurrency: 3, cacheable: true };
  readonly batches: string[][] = [];
  readonly script: ((texts: readonly string[]) => Error | Float32Array[] | null)[] = [];
  fail: (texts: readonly string[]) => Error | null = () => null;
  running = 0;
  mostRunning = 0;

  async embed(texts: readonly string[], _kind: string, signal?: AbortSignal): Promise<Float32Array[]> {
    this.batches.push([...texts]);
    this.mostRunning = Math.max(this.mostRunning, ++this.running);
    try {
      await new Promise((resolve) => setTimeout(resolve, 2));
      signal?.throwIfAborted();
      const scripted = this.script.shift()?.(texts) ?? this.fail(texts);
      if (scripted instanceof Error) throw scripted;
      return scripted ?? texts.map((text) => Float32Array.of(text.length, 1));
    } finally {
      this.running--;
    }
  }
}

class MapCache implements EmbeddingCache {
  readonly vectors = new Map<string, Float32Array>();
  async get(model: string, hashes: readonly string[]) {
    return new Map(hashes.flatMap((hash) => (this.vectors.has(model + hash) ? [[hash, this.vectors.get(model + hash)!] as const] : [])));
  }
  async put(model: string, vectors: ReadonlyMap<string, Float32Array>) {
    for (const [hash, vector] of vectors) this.vectors.set(model + hash, vector);
  }
  async close() {}
}

const items = (count: number, from = 0): HashedText[] => Array.from({ length: count }, (_, i) => ({ hash: `h${from + i}`, text: `text ${from + i}` }));
const setUp = () => {
  const provider = new ScriptedProvider();
  const cache = new MapCache();
  return { provider, cache, engine: new EmbeddingEngine(provider, { cache, attempts: 3, retryDelayMs: 1 }) };
};
const sent = (provider: ScriptedProvider) => provider.batches.flat();
const tooLarge = () => new ProviderError('too-large', 'too large');

describe('EmbeddingEngine', () => {
  it('embeds each text once: in one call, in the next, in two at the same time, in another process', async () => {
    const { provider, cache, engine } = setUp();
    const first = await engine.embed([...items(100), ...items(50)]);
    expect([first.embedded, first.shared, first.vectors.size]).toEqual([100, 0, 100]);
    expect([...first.vectors.get('h42')!]).toEqual([7, 1]);
    expect(await engine.embed(items(100))).toMatchObject({ embedded: 0, shared: 100 });
    const [one, two] = await Promise.all([engine.embed(items(30, 200)), engine.embed(items(40, 195))]);
    expect([one.embedded, one.vectors.size, two.embedded, two.shared, two.vectors.size]).toEqual([30, 30, 10, 30, 40]);
    expect(await new EmbeddingEngine(provider, { cache }).embed(items(100))).toMatchObject({ embedded: 0 });
    expect(new Set(sent(provider)).size).toBe(sent(provider).length);
  });

  it('keeps to the limits of the provider, for all callers together', async () => {
    const { provider, engine } = setUp();
    provider.limits = { ...provider.limits, batchTexts: 10, batchCharacters: 60, concurrency: 2 };
    await Promise.all([engine.embed(items(60)), engine.embed(items(60, 100)), engine.embed([{ hash: 'long', text: 'x'.repeat(500) }])]);
    expect(provider.mostRunning).toBe(2);
    expect(Math.max(...provider.batches.map((batch) => batch.length))).toBeLessThanOrEqual(10);
    expect(provider.batches.filter((batch) => batch.length > 1 && batch.join('').length > 60)).toEqual([]);
    expect(provider.batches).toContainEqual(['x'.repeat(500)]);
  });

  it('halves what is too large until it fits, and asks for less from then on', async () => {
    const { provider, engine } = setUp();
    provider.fail = (texts) => (texts.length > 5 ? tooLarge() : null);
    const { vectors } = await engine.embed(items(200));
    expect(vectors.size).toBe(200);
    expect(provider.batches.slice(-20).every((batch) => batch.length <= 5)).toBe(true);
  });

  it('gives up on a text that is too large alone', async () => {
    const { provider, engine } = setUp();
    provider.fail = (texts) => (texts.includes('text 3') ? tooLarge() : null);
    await expect(engine.embed(items(8))).rejects.toMatchObject({ code: 'payload-too-large' });
  });

  it.each(['timeout', 'throttled', 'unreachable'] as const)('tries again what failed by %s, so often', async (kind) => {
    const { provider, engine } = setUp();
    const fail = () => new ProviderError(kind, 'for now');
    provider.script.push(fail, () => null, fail);
    expect((await engine.embed(items(90))).vectors.size).toBe(90);
    provider.fail = fail;
    provider.batches.length = 0;
    await expect(engine.embed(items(1, 500))).rejects.toMatchObject({ kind });
    expect(provider.batches).toHaveLength(3);
  });

  it.each([new ProviderError('refused', 'wrong key'), new ProviderError('throttled', 'in an hour', { retryAfterMs: 3_600_000 }), new ProviderError('bad-answer', 'nonsense'), new Error('bug')])('does not try again: %s', async (error) => {
    const { provider, engine } = setUp();
    provider.fail = () => error;
    await expect(engine.embed(items(3))).rejects.toBe(error);
    expect(provider.batches).toHaveLength(1);
  });

  it('after a failure pays only for the rest', async () => {
    const { provider, engine } = setUp();
    provider.fail = (texts) => (texts.includes('text 150') ? new ProviderError('refused', 'no') : null);
    await expect(engine.embed(items(200))).rejects.toMatchObject({ kind: 'refused' });
    const paid = provider.batches.filter((batch) => !batch.includes('text 150')).flat().length;
    provider.fail = () => null;
    const { embedded, vectors } = await engine.embed(items(200));
    expect(vectors.size).toBe(200);
    expect(embedded).toBeLessThanOrEqual(200 - paid + 2 * 64); // batches that were stopped in flight are not in the cache
    expect(embedded).toBeLessThan(200);
  });

  it('does not fail because another caller of the same texts gave up', async () => {
    const { provider, engine } = setUp();
    const abort = new AbortController();
    const first = engine.embed(items(40), abort.signal);
    const second = engine.embed(items(40));
    abort.abort(new Error('changed my mind'));
    await expect(first).rejects.toThrow('changed my mind');
    expect((await second).vectors.size).toBe(40);
    expect(provider.running).toBe(0);
  });

  it.each([
    ['fewer vectors than texts', () => []],
    ['vectors of another length', (texts: readonly string[]) => texts.map(() => new Float32Array(3))],
  ])('refuses %s', async (_name, answer) => {
    const { provider, engine, cache } = setUp();
    provider.script.push(answer);
    await expect(engine.embed(items(3))).rejects.toMatchObject({ kind: 'bad-answer' });
    expect(cache.vectors.size).toBe(0);
  });

  it('does not trust a cached vector of another length', async () => {
    const { provider, engine, cache } = setUp();
    cache.vectors.set('scriptedh0', new Float32Array(7));
    expect([...(await engine.embed(items(1))).vectors.get('h0')!]).toEqual([6, 1]);
    expect(provider.batches).toHaveLength(1);
  });

  it('keeps nothing of a provider that is cheaper than a disk', async () => {
    const { provider, engine, cache } = setUp();
    provider.limits = { ...provider.limits, cacheable: false };
    await engine.embed(items(3));
    expect(cache.vectors.size).toBe(0);
  });
});

import fc from 'fast-check';
import { EmbeddingEngine, ProviderError, vectorizeStream, type EmbeddingProvider, type HashedText, type StreamTotals } from '../index.ts';

interface Item extends HashedText {
  readonly id: number;
}

class CountingProvider implements EmbeddingProvider {
  readonly model = 'counting';
  readonly dimensions = 1;
  readonly limits = { longInput: 'whole' as const, batchTexts: 64, batchCharacters: 100_000, concurrency: 2, cacheable: true };
  texts = 0;
  diesAfter = Infinity;

  async embed(texts: readonly string[]): Promise<Float32Array[]> {
    await new Promise((resolve) => setImmediate(resolve));
    this.texts += texts.length;
    if (this.texts > this.diesAfter) throw new ProviderError('refused', 'killed');
    return texts.map((text) => Float32Array.of(text.length));
  }
}

/** Survives a kill, as a database would. */
class Disk {
  readonly stored = new Map<number, { hash: string; vector: number }>();
  readonly acknowledged: number[] = [];
  held = 0;
  storing = false;

  sink(pauseMs = 0) {
    return {
      missing: async (items: readonly Item[]) => items.filter(({ id, hash }) => this.stored.get(id)?.hash !== hash),
      store: async (items: readonly Item[], vectors: ReadonlyMap<string, Float32Array>) => {
        expect(this.storing).toBe(false);
        this.storing = true;
        await new Promise((resolve) => setTimeout(resolve, pauseMs));
        for (const { id, hash } of items) this.stored.set(id, { hash, vector: vectors.get(hash)![0]! });
        this.storing = false;
      },
      acknowledge: (items: readonly Item[]) => {
        this.acknowledged.push(...items.map(({ id }) => id));
        this.held -= items.length;
      },
    };
  }
}

async function* tasks(count: number, onRead: () => void = () => {}, distinct = count): AsyncGenerator<Item> {
  for (let id = 0; id < count; id++) {
    onRead();
    yield { id, hash: `h${id % distinct}`, text: `task ${id % distinct}` };
  }
}
const ids = (count: number) => Array.from({ length: count }, (_, id) => id);

describe('vectorizeStream', () => {
  it('stores and acknowledges all in order, embeds equal texts once', async () => {
    const provider = new CountingProvider();
    const disk = new Disk();
    const progress: StreamTotals[] = [];
    const totals = await vectorizeStream(tasks(5_000, undefined, 1_000), disk.sink(), new EmbeddingEngine(provider), { onProgress: (now) => progress.push(now) });
    expect(totals).toEqual({ read: 5_000, unchanged: 0, stored: 5_000, embedded: expect.any(Number) as number, reused: expect.any(Number) as number });
    expect(disk.acknowledged).toEqual(ids(5_000));
    expect(disk.stored.get(4_321)).toEqual({ hash: 'h321', vector: 8 });
    const reads = progress.map(({ read }) => read);
    expect(reads).toEqual(reads.toSorted((a, b) => a - b));
    expect(await vectorizeStream(tasks(5_000, undefined, 1_000), disk.sink(), new EmbeddingEngine(provider))).toEqual({ read: 5_000, unchanged: 5_000, stored: 0, embedded: 0, reused: 0 });
  });

  it('takes 100,000 texts with a bounded number of them in hand, also when storing is slow', async () => {
    const disk = new Disk();
    let most = 0;
    const totals = await vectorizeStream(tasks(100_000, () => (most = Math.max(most, ++disk.held))), disk.sink(1), new EmbeddingEngine(new CountingProvider()));
    expect(totals).toEqual({ read: 100_000, unchanged: 0, stored: 100_000, embedded: 100_000, reused: 0 });
    expect(most).toBeLessThanOrEqual(4 * 512);
  });

  it('killed anywhere and started again: the same result, and little is embedded twice', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 6_000 }), { minLength: 1, maxLength: 10 }), async (kills) => {
        const disk = new Disk();
        let paid = 0;
        for (const diesAfter of [...kills, Infinity]) {
          const provider = new CountingProvider();
          provider.diesAfter = diesAfter;
          await vectorizeStream(tasks(4_000), disk.sink(), new EmbeddingEngine(provider)).catch((error: unknown) => expect(error).toMatchObject({ kind: 'refused' }));
          paid += provider.texts;
        }
        expect([...disk.stored].sort(([a], [b]) => a - b)).toEqual(ids(4_000).map((id) => [id, { hash: `h${id}`, vector: `task ${id}`.length }]));
        expect(paid).toBeLessThanOrEqual(4_000 + kills.length * 3 * 512);
      }),
      { numRuns: 15 },
    );
  });

  it('fails with the first error, of the source, the provider or the store, and leaves nothing running', async () => {
    const broken = async function* () {
      yield* tasks(2_000);
      throw new Error('unreadable');
    };
    const disk = new Disk();
    await expect(vectorizeStream(broken(), disk.sink(), new EmbeddingEngine(new CountingProvider()))).rejects.toThrow('unreadable');
    await expect(vectorizeStream(tasks(5_000), { ...disk.sink(), store: async () => Promise.reject(new Error('disk full')) }, new EmbeddingEngine(new CountingProvider()))).rejects.toThrow('disk full');
    const acknowledged = disk.acknowledged.length;
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(disk.acknowledged).toHaveLength(acknowledged);
  });

  it('stops when it is told to', async () => {
    const disk = new Disk();
    const abort = new AbortController();
    const run = vectorizeStream(tasks(1_000_000), disk.sink(), new EmbeddingEngine(new CountingProvider()), { signal: abort.signal, onProgress: ({ read }) => read > 2_000 && abort.abort(new Error('enough')) });
    await expect(run).rejects.toThrow('enough');
    expect(disk.stored.size).toBeLessThan(6_000);
  });
});

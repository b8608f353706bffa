import type { FileChunks } from '@twinmcp/contracts';
import { EmbeddingEngine, MemoryChunkIndex, VectorizeFiles, type EmbeddingProvider } from './index.ts';

/** One dimension a letter; remembers what it was asked. */
class LetterEmbedder implements EmbeddingProvider {
  readonly model = 'letters';
  readonly dimensions = 26;
  readonly batches: string[][] = [];

  async embed(texts: readonly string[]): Promise<Float32Array[]> {
    this.batches.push([...texts]);
    return texts.map((text) => {
      const vector = new Float32Array(26);
      for (const letter of text) if (letter >= 'a' && letter <= 'z') vector[letter.charCodeAt(0) - 97]! += 1;
      return vector.map((x) => x / (Math.hypot(...vector) || 1));
    });
  }
}
const file = (path: string, ...texts: string[]): FileChunks => ({
  path, language: 'text', fileHash: texts.join(), lines: 1, bytes: 1, part: 0, last: true,
  chunks: texts.map((text, i) => ({ id: `${i}`, kind: 'text', symbol: null, symbolKind: null, header: '', startLine: i + 1, endLine: i + 1, text })),
});
const setUp = () => {
  const provider = new LetterEmbedder();
  const index = new MemoryChunkIndex(provider);
  return { provider, index, vectorize: new VectorizeFiles(index, new EmbeddingEngine(provider)) };
};

describe('VectorizeFiles', () => {
  it('embeds a text once, however often and wherever it stands', async () => {
    const { provider, vectorize } = setUp();
    expect(await vectorize.replace([file('a', 'same', 'same', 'other'), file('b', 'same')])).toEqual({ files: 2, chunks: 4, embedded: 2, reused: 2 });
    expect(await vectorize.replace([file('a', 'same', 'changed'), file('c', 'other')])).toEqual({ files: 2, chunks: 3, embedded: 1, reused: 2 });
    expect(provider.batches.flat().map((text) => text.trim())).toEqual(['same', 'other', 'changed']);
  });

  it('sends bounded batches and lets the event loop turn between them', async () => {
    const { provider, vectorize } = setUp();
    let turns = 0;
    const ticking = setInterval(() => turns++, 0);
    await vectorize.replace([file('a', ...Array.from({ length: 1_000 }, (_, i) => `${i} ${'x'.repeat(i)}`))]);
    clearInterval(ticking);
    expect(Math.max(...provider.batches.map((batch) => batch.length))).toBeLessThanOrEqual(128);
    expect(Math.max(...provider.batches.map((batch) => batch.reduce((sum, text) => sum + text.length, 0)))).toBeLessThanOrEqual(64 * 1024 + 1_100); // the text that fills a batch still goes with it
    expect(turns).toBeGreaterThan(2);
  });

  it('takes the later of two entries for one path', async () => {
    const { index, vectorize } = setUp();
    await vectorize.replace([file('a', 'first'), file('a', 'second')]);
    expect((await index.stats()).chunks).toBe(1);
    expect(await index.lexical('second', 10, {})).toHaveLength(1);
  });

  it('works one call after another: a text deleted in between is embedded again', async () => {
    const { index, provider, vectorize } = setUp();
    await vectorize.replace([file('a', 'text')]);
    const results = await Promise.all([vectorize.delete(['a']), vectorize.replace([file('b', 'text')]), vectorize.replace([file('c', 'text')])]);
    expect(results).toEqual([1, { files: 1, chunks: 1, embedded: 1, reused: 0 }, { files: 1, chunks: 1, embedded: 0, reused: 1 }]);
    expect(provider.batches.flat()).toHaveLength(2);
    expect((await index.stats()).files).toBe(2);
  });

  it('changes nothing when it is cancelled, and works on', async () => {
    const { index, vectorize } = setUp();
    await expect(vectorize.replace([file('a', 'text')], AbortSignal.abort())).rejects.toThrow();
    expect((await index.stats()).files).toBe(0);
    expect(await vectorize.replace([file('a', 'text')])).toMatchObject({ embedded: 1 });
  });
});

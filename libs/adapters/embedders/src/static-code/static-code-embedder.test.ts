import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { goldenTexts } from '../test-support/golden-texts.ts';
import { readStaticModel } from './model-file.ts';
import { StaticCodeEmbedder } from './static-code-embedder.ts';
import { TokenTable } from './token-table.ts';

const here = (name: string) => new URL(name, import.meta.url);
const file = readFileSync(here('./static-code-3.bin'));
const golden = JSON.parse(readFileSync(here('./golden.json'), 'utf8')) as { weights: string; texts: string; query: string[]; document: string[] };
const sha256 = (data: string | Uint8Array) => createHash('sha256').update(data).digest('hex');
const cosine = (a: Float32Array, b: Float32Array) => a.reduce((sum, x, i) => sum + x * b[i]!, 0);
const embedder = new StaticCodeEmbedder();

describe('StaticCodeEmbedder', () => {
  it('gives the bits that the training side computed, for 10,240 strings as questions and as documents', async () => {
    expect(sha256(file)).toBe(golden.weights);
    const texts = goldenTexts(readStaticModel(file).terms);
    expect(sha256(texts.join('\n'))).toBe(golden.texts);
    for (const kind of ['query', 'document'] as const) {
      const vectors = await embedder.embed(texts, kind);
      const digests: string[] = [];
      for (let i = 0; i < texts.length; i += 1024) {
        const block = new Float32Array(1024 * embedder.dimensions);
        for (const [k, vector] of vectors.slice(i, i + 1024).entries()) block.set(vector, k * embedder.dimensions);
        digests.push(sha256(new Uint8Array(block.buffer)));
      }
      expect(digests).toEqual(golden[kind]);
    }
  });

  it('gives unit vectors, the same for the same text in any batch', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string({ unit: 'grapheme', maxLength: 80 }), { minLength: 1, maxLength: 5 }), fc.constantFrom('query' as const, 'document' as const), async (texts, kind) => {
        const together = await embedder.embed(texts, kind);
        for (const [i, text] of texts.entries()) {
          expect([...(await embedder.embed([text], kind))[0]!]).toEqual([...together[i]!]);
          const length = Math.hypot(...together[i]!);
          expect(length === 0 || Math.abs(length - 1) < 1e-5).toBe(true);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('lets what a document begins with count more than what comes later', async () => {
    const filler = 'some other words that stand between the two of them '.repeat(4);
    const [query] = await embedder.embed(['socket timeout'], 'query');
    const [early, late] = await embedder.embed([`socket timeout ${filler} palette colours`, `palette colours ${filler} socket timeout`], 'document');
    expect(cosine(query!, early!)).toBeGreaterThan(cosine(query!, late!) + 0.05);
  });

  it('gives the zero vector for a text without terms', async () => {
    const [vector] = await embedder.embed(['{ } ( ; )'], 'document');
    expect(vector!.every((x) => x === 0)).toBe(true);
  });

  it('brings what means the same near, not only what is spelt alike', async () => {
    const [query] = await embedder.embed(['how to delete a directory'], 'query');
    const [code, unrelated] = await embedder.embed(
      ['def remove_folder(path):\n    shutil.rmtree(path)', 'def parse_date(text):\n    return datetime.strptime(text, FORMAT)'],
      'document',
    );
    expect(cosine(query!, code!)).toBeGreaterThan(cosine(query!, unrelated!) + 0.15);
  });

  it('stops when it is told to', async () => {
    const texts = Array.from({ length: 200 }, (_, i) => `text number ${i}`);
    await expect(embedder.embed(texts, 'document', AbortSignal.abort())).rejects.toThrow();
  });
});

describe('the model file', () => {
  it('is refused when it is cut short, longer or of another kind', () => {
    expect(() => readStaticModel(file.subarray(0, file.length - 1))).toThrow('header says');
    expect(() => readStaticModel(Buffer.concat([file, Buffer.alloc(1)]))).toThrow('header says');
    expect(() => readStaticModel(Buffer.alloc(64))).toThrow('not a static model');
  });
});

describe('TokenTable', () => {
  const table = new TokenTable(['file', 'maxfile', 'serializ', 'frob'], 8);
  it('knows words whole and by their parts', () => {
    expect([...table.tokensOf('maxFile')]).toEqual([1, expect.any(Number), 0]);
    expect([...table.tokensOf('minFile')]).toEqual([expect.any(Number), 0]);
  });
  it('finds known terms inside unknown ones, beside the bucket they share', () => {
    const [bucket, ...pieces] = table.tokensOf('filexfrobserializ');
    expect(bucket).toBeGreaterThanOrEqual(4);
    expect(bucket).toBeLessThan(12);
    expect(pieces).toEqual([0, 3, 2]);
  });
});

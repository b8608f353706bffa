import fc from 'fast-check';
import { HashedTermsEmbedder } from './index.ts';

const cosine = (a: Float32Array, b: Float32Array) => a.reduce((sum, x, i) => sum + x * b[i]!, 0);

describe('HashedTermsEmbedder', () => {
  it('gives unit vectors, the same for the same text in any batch', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string({ unit: 'grapheme', maxLength: 80 }), { minLength: 1, maxLength: 5 }), async (texts) => {
        const together = await new HashedTermsEmbedder().embed(texts, 'document');
        const shared = new HashedTermsEmbedder();
        for (const [i, text] of texts.entries()) {
          expect([...(await shared.embed([text], 'document'))[0]!]).toEqual([...together[i]!]);
          const length = Math.hypot(...together[i]!);
          expect(length === 0 || Math.abs(length - 1) < 1e-5).toBe(true);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('gives the zero vector for a text without terms', async () => {
    const [vector] = await new HashedTermsEmbedder().embed(['{ } ( ; )'], 'document');
    expect(vector!.every((x) => x === 0)).toBe(true);
  });

  it('brings spellings and pieces of words near, unrelated words not', async () => {
    const [query, inflected, misspelt, identifier, unrelated] = await new HashedTermsEmbedder().embed(['serialize reply', 'reply serializer', 'serialise replys', 'serializeReplyHeaders', 'database connection pool'], 'document');
    expect(cosine(query!, inflected!)).toBeGreaterThan(0.9);
    expect(cosine(query!, misspelt!)).toBeGreaterThan(0.5);
    expect(cosine(query!, identifier!)).toBeGreaterThan(0.5);
    expect(Math.abs(cosine(query!, unrelated!))).toBeLessThan(0.3);
  });

  it('stops when it is told to', async () => {
    const texts = Array.from({ length: 200 }, (_, i) => `text number ${i}`);
    await expect(new HashedTermsEmbedder().embed(texts, 'document', AbortSignal.abort())).rejects.toThrow();
  });
});

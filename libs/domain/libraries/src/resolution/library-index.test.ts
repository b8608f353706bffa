import { emptyRecord, type LibraryRecord } from '../catalogue/library-record.ts';
import { LibraryIndex, type TextEmbedder } from './library-index.ts';
import { DEFAULT_SEARCH_WEIGHTS, type RankedLibrary } from './search-model.ts';

const AXES = ['dates', 'colours', 'moment', 'tint'];
/** Each axis is a word; a text is the sum of those in it. */
const embedder: TextEmbedder = {
  embed: (texts) => Promise.resolve(texts.map((text) => {
    const found = AXES.map((word) => Number(text.includes(word)));
    const [date, colour] = [found[0]! + found[2]!, found[1]! + found[3]!];
    const length = Math.hypot(date, colour) || 1;
    return Float32Array.from([date / length, colour / length]);
  })),
};
const library = (name: string, more: Partial<LibraryRecord> = {}): LibraryRecord => ({ ...emptyRecord('npm', name, 'manifest'), ...more });
const filled = async (...records: LibraryRecord[]) => {
  const index = new LibraryIndex();
  for (const record of records) index.put(record);
  await index.embed(embedder);
  return index;
};

describe('LibraryIndex', () => {
  it('keeps what names mean apart from what is described', async () => {
    const index = await filled(library('moment'), library('sundial', { description: 'Tells dates' }));
    expect([index.waiting, index.named.size, index.search.vectors.size]).toEqual([0, 1, 1]);
    const [vector] = await embedder.embed(['dates'], 'query');
    const found = index.search.search({ query: 'dates', kind: 'description', vector: vector!, limit: 5, weights: DEFAULT_SEARCH_WEIGHTS });
    expect(found.map(({ doc }) => index.record(doc)!.name)).toEqual(['sundial']);
  });

  it('moves a library that is described after all', async () => {
    const index = await filled(library('moment'));
    index.put(library('moment', { description: 'Tint of colours' }));
    expect(index.waiting).toBe(1);
    await index.embed(embedder);
    const doc = index.docOf('npm:moment')!;
    expect([index.named.has(doc), index.search.vectors.has(doc)]).toEqual([false, true]);
  });

  it('keeps the vectors of both when its lists are made anew', async () => {
    const index = await filled(library('moment'), library('sundial', { description: 'Tells dates' }), library('tint'));
    for (let i = 0; i < 2_100; i++) index.put(library('tint', { licence: String(i) }));
    await index.embed(embedder);
    expect([index.size, index.named.has(index.docOf('npm:moment')!), index.named.has(index.docOf('npm:tint')!), index.search.vectors.has(index.docOf('npm:sundial')!)]).toEqual([3, true, true, true]);
  });

  it('meets a description by what comes nearest to it, as it does by words', async () => {
    const index = await filled(library('a', { description: 'dates and colours' }), library('b', { description: 'nothing of the kind' }));
    const vector = Float32Array.from([0.8, 0.6]);
    const [first] = index.search.search({ query: 'calendar', kind: 'description', vector, limit: 5, weights: DEFAULT_SEARCH_WEIGHTS });
    expect(index.record(first!.doc)!.name).toBe('a');
    expect(first!.parts.semantic).toBeCloseTo(1, 2);
    const far = Float32Array.from([-0.5, 0.8]);
    const [weak] = index.search.search({ query: 'calendar', kind: 'description', vector: far, limit: 5, weights: DEFAULT_SEARCH_WEIGHTS });
    expect(weak!.parts.semantic).toBeLessThan(0.6);
  });

  it('reads several words as a description too, and one word as a name', async () => {
    const index = await filled(library('futures', { description: 'Tells dates' }), library('sharp', { description: 'All colours' }));
    const vector = Float32Array.from([0, 1]);
    const first = (query: string) => {
      const [{ doc, matched }] = index.search.search({ query, kind: 'any', vector, limit: 5, weights: DEFAULT_SEARCH_WEIGHTS }) as [RankedLibrary];
      return [index.record(doc)!.name, matched];
    };
    expect([first('shrink pictures'), first('future')]).toEqual([['sharp', 'description'], ['futures', expect.stringMatching('typo|prefix')]]);
  });
});

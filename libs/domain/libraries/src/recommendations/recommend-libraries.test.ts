import { MemoryLibraryCatalogue } from '../catalogue/memory-library-catalogue.ts';
import { seedLibraries } from '../catalogue/seed/seed-libraries.ts';
import { emptyRecord, type LibraryRecord } from '../catalogue/library-record.ts';
import { LibraryIndex } from '../resolution/library-index.ts';
import { DEFAULT_RECOMMENDATION_WEIGHTS, RecommendLibraries } from './recommend-libraries.usecase.ts';

const index = new LibraryIndex();
for (const record of [...seedLibraries(), emptyRecord('npm', 'lodash.isequal', 'manifest'), emptyRecord('npm', 'lodash.get', 'manifest'), emptyRecord('npm', 'zodd', 'manifest')]) index.put(record);
const catalogue = new MemoryLibraryCatalogue();
const recommend = (name: string, relations: ('similar' | 'alternative' | 'complementary')[]) =>
  new RecommendLibraries(index, catalogue).execute({ library: index.get(`npm:${name}`)! satisfies LibraryRecord, relations, limit: 20, weights: DEFAULT_RECOMMENDATION_WEIGHTS, qualityOf: () => null, now: 0 });
const names = async (...asked: Parameters<typeof recommend>) => (await recommend(...asked)).map(({ name }) => name);

describe('RecommendLibraries', () => {
  it('finds what serves the same purpose, each with its reason', async () => {
    const found = await recommend('zod', ['alternative']);
    expect(found.map(({ name }) => name)).toEqual(expect.arrayContaining(['yup', 'joi', 'valibot']));
    expect(found.every(({ reason, parts, relation }) => reason !== '' && parts.relation > 0 && parts.relation <= 1 && relation === 'alternative')).toBe(true);
    expect(found.map(({ name }) => name)).not.toContain('zod');
  });

  it('looks from a part to the whole, not to its sisters', async () => {
    const found = await names('lodash.isequal', ['similar', 'alternative']);
    expect(found).toContain('underscore');
    expect(found).not.toContain('lodash.get');
  });

  it('recommends nothing that poses as the library', async () => expect(await names('zod', ['similar', 'alternative'])).not.toContain('zodd'));

  it('finds what stands beside it in manifests, more than chance', async () => {
    await catalogue.sight([
      ...Array.from({ length: 6 }, (_, i) => ({ key: `a${i}`, libraries: ['npm:express', 'npm:helmet', 'npm:typescript'] })),
      ...Array.from({ length: 10 }, (_, i) => ({ key: `b${i}`, libraries: ['npm:react', 'npm:typescript'] })),
      { key: 'c', libraries: ['npm:express', 'npm:not-in-the-catalogue'] },
    ]);
    const found = await recommend('express', ['complementary']);
    expect(found.map(({ name }) => name)).toEqual(['helmet', 'typescript']);
    expect(found[0]!.reason).toBe('stands beside it in 6 of 7 manifests that have express');
    expect(await recommend('fastify', ['complementary'])).toEqual([]);
  });
});

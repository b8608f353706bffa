import fc from 'fast-check';
import { MemoryLibraryCatalogue } from '../catalogue/memory-library-catalogue.ts';
import { seedLibraries } from '../catalogue/seed/seed-libraries.ts';
import { emptyRecord, type LibraryRecord } from '../catalogue/library-record.ts';
import { LibraryIndex } from '../resolution/library-index.ts';
import { mineSuccessions } from './mine-successions.ts';
import { DEFAULT_RECOMMENDATION_WEIGHTS, RecommendLibraries } from './recommend-libraries.usecase.ts';

const index = new LibraryIndex();
for (const record of [...seedLibraries(), emptyRecord('npm', 'lodash.isequal', 'manifest'), emptyRecord('npm', 'lodash.get', 'manifest'), emptyRecord('npm', 'zodd', 'manifest')]) index.put(record);
const catalogue = new MemoryLibraryCatalogue();
const recommend = (name: string, relations: ('similar' | 'alternative' | 'complementary')[]) =>
  new RecommendLibraries(index, catalogue).execute({ library: index.get(`npm:${name}`)! satisfies LibraryRecord, relations, limit: 20, weights: DEFAULT_RECOMMENDATION_WEIGHTS, qualityOf: () => null, now: 0 });
const names = async (...asked: Parameters<typeof recommend>) => (await recommend(...asked)).map(({ name }) => name);

describe('mineSuccessions', () => {
  it.each([
    ['A fast and minimal alternative to globby and fast-glob', ['globby', 'fast-glob']],
    ['[micromatch](https://npmjs.com/package/micromatch): a drop-in replacement for `minimatch` and `multimatch`.', ['minimatch', 'multimatch']],
    ['**Smaller than** @hapi/joi, yup or superstruct. Easy.', ['@hapi/joi', 'yup', 'superstruct']],
    ['An alternative to other native libraries, faster than quickjs', ['quickjs']],
    ['It can be used instead of prose.', []],
  ])('%s', (text, replaces) => expect(mineSuccessions(text, null)).toEqual({ replaces, replacedBy: [] }));

  it.each([
    ['request has been deprecated, see got', ['got']], ['Please use @scope/new-thing instead.', ['@scope/new-thing']], ['This package is deprecated in favour of `node-fetch`', ['node-fetch']], ['Renamed to nanoid.', ['nanoid']],
    ['No longer maintained', []], ['Upgrade to version 4', []],
  ])('of a withdrawn release: %s', (message, replacedBy) => expect(mineSuccessions('', message).replacedBy).toEqual(replacedBy));

  it('takes any text in time that grows with its length', () => {
    fc.assert(fc.property(fc.string({ maxLength: 300 }), fc.constantFrom('alternative to ', 'use ', 'replaced by ', ''), (text, lead) => {
      const { replaces, replacedBy } = mineSuccessions(`${lead}${text}`, `${lead}${text}`);
      expect([...replaces, ...replacedBy].every((name) => name.length > 1 && !/\s/.test(name))).toBe(true);
      expect(replaces.filter((name) => replacedBy.includes(name))).toEqual([]);
    }));
    const startedAt = process.cpuUsage().user;
    mineSuccessions('alternative to a, '.repeat(20_000), 'use a-'.repeat(20_000));
    expect((process.cpuUsage().user - startedAt) / 1_000).toBeLessThan(2_000);
  });
});

describe('RecommendLibraries', () => {
  it('believes what libraries say of each other, and of themselves when they are withdrawn', async () => {
    const said = new LibraryIndex();
    const put = (name: string, more: Partial<LibraryRecord> = {}) => said.put({ ...emptyRecord('npm', name, 'registry'), ...more });
    put('paintbox', { description: 'Paints hedgehogs', deprecated: 'Use colour-kit instead' });
    put('colour-kit', { description: 'Colours for mammals' });
    put('brushes', { description: 'Tools', text: 'A drop-in replacement for [paintbox](https://example.org), twice as quick.' });
    put('frames', { description: 'Hangs paintbox pictures on walls' });
    put('paintbox.blue', {});
    const asked = async (name: string) => (await new RecommendLibraries(said, new MemoryLibraryCatalogue()).execute({ library: said.get(`npm:${name}`)!, relations: ['alternative'], limit: 20, weights: DEFAULT_RECOMMENDATION_WEIGHTS, qualityOf: () => null, now: 0 })).map(({ name: found, reason }) => [found, reason]);
    expect(await asked('paintbox')).toEqual([['colour-kit', 'paintbox itself says to use it instead'], ['brushes', 'says that it takes the place of paintbox']]);
    expect(await asked('brushes')).toEqual([['paintbox', 'brushes says that it takes its place']]);
    expect(await asked('frames')).toEqual([]);
  });

  it('hears what names mean where nothing else is known of a library', async () => {
    const words = new Map([['hourglass', [1, 0]], ['sundial', [0.8, 0.6]], ['paintbox', [0, 1]], ['clock', [0.9, 0.1]]]);
    const known = new LibraryIndex();
    for (const name of ['hourglass', 'sundial', 'paintbox']) known.put(emptyRecord('npm', name, 'manifest'));
    known.put({ ...emptyRecord('npm', 'zeit', 'registry'), description: 'a clock' });
    await known.embed({ embed: (texts) => Promise.resolve(texts.map((text) => Float32Array.from([...words].find(([word]) => text.includes(word))?.[1] ?? [0, 0]))) });
    const similar = async (name: string) => (await new RecommendLibraries(known, new MemoryLibraryCatalogue()).execute({ library: known.get(`npm:${name}`)!, relations: ['similar'], limit: 20, weights: DEFAULT_RECOMMENDATION_WEIGHTS, qualityOf: () => null, now: 0 })).map(({ name: found, reason }) => [found, reason]);
    const why = 'has a name that speaks of the like';
    expect(await similar('hourglass')).toEqual([['zeit', why], ['sundial', why]]);
    expect(await similar('zeit')).toEqual([['hourglass', why], ['sundial', why]]);
  });

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

import { PartnerServices } from '../test-support/partner-services.ts';
import { DEMO, startService } from '../test-support/service-under-test.ts';

const QUESTION = 'router options of the reply in text';
const numbered = Object.fromEntries(Array.from({ length: 8 }, (_, i) => [`src/f${i}.js`, `function f${i} () {\n  return ${'reply '.repeat(8 - i)}\n}\n\nfunction g${i} () {\n  return ${i}\n}\n\nfunction h${i} () {\n  return ${i}\n}\n`]));
/** Of a repository with a past: what is asked is asked of its code. */
const repository = async () => {
  const partners = await new PartnerServices(numbered).serve();
  partners.past = { 'another matter': 'src/f7.js' };
  return partners;
};
const files = (hits: readonly { path: string }[]) => hits.map(({ path }) => path);

describe('the order of what was found', () => {
  it('brings up what changes with the best files; without relations it does not', async () => {
    const partners = await repository();
    partners.together = { 'src/f0.js': ['src/f5.js', 'src/unknown.js'] };
    const { search } = await startService(partners);
    const ask = async (without?: 'relations'[]) => search('how is the reply made', { groupBy: 'file', limit: 8, explain: true, ...(without ? { without } : {}) });
    const plain = await ask(['relations']);
    const { hits, explanation, degraded } = await ask();
    expect(files(plain.hits).slice(0, 3)).toEqual(['src/f0.js', 'src/f1.js', 'src/f2.js']);
    expect(files(hits).indexOf('src/f5.js')).toBeLessThan(files(plain.hits).indexOf('src/f5.js'));
    expect(files(hits).slice(0, 2)).toEqual(['src/f0.js', 'src/f1.js']);
    expect(degraded).toEqual([]);
    expect(explanation!.channels.find(({ channel }) => channel === 'relations')).toMatchObject({ found: 1, failed: null });
    expect(explanation!.ranking).toMatchObject({ how: 'learnt', kinds: expect.objectContaining({ change: expect.any(Number) }) });
    expect(explanation!.ranking!.confidence).toBeGreaterThan(0);
  });

  it('puts first what changed lately, where that is asked', async () => {
    const partners = await repository();
    partners.ages = Object.fromEntries(Object.keys(numbered).map((path) => [path, path === 'src/f3.js' ? 1 : 400]));
    const { search } = await startService(partners);
    const first = async (query: string) => files((await search(query, { groupBy: 'file' })).hits)[0];
    expect(await first('how is the reply made')).toBe('src/f0.js');
    expect(await first('what changed recently in the reply')).toBe('src/f3.js');
    expect(await first('make the reply that was added recently faster')).toBe('src/f0.js');
  });

  it('stands without relations when nobody tells them, and says so', async () => {
    const partners = await repository();
    partners.disturb['relate-files'] = () => {
      throw new Error('broken');
    };
    const { hits, degraded } = await (await startService(partners)).search('how is the reply made', { groupBy: 'file' });
    expect(hits[0]!.path).toBe('src/f0.js');
    expect(degraded.map(({ part }) => part)).toEqual(['relations']);
  });

  it('is that of the documented factors where they are asked for, with each of them told', async () => {
    const { search } = await startService(await new PartnerServices(DEMO).serve(), { context: { ranking: 'factors' } });
    const { explanation, hits } = await search(QUESTION, { explain: true });
    expect(explanation!.ranking!.how).toBe('factors');
    const [first] = explanation!.places;
    const { relevance, recency, typeFit, diversity } = first!.factors!;
    expect(first!.score).toBeCloseTo(0.5 * relevance! + 0.2 * recency! + 0.2 * typeFit! + 0.1 * diversity!, 6);
    expect(hits[0]!.score).toBeCloseTo(first!.score, 9);
    const only = await (await startService(await new PartnerServices(DEMO).serve(), { context: { ranking: 'factors', rank_weights: { relevance: 1, recency: 0, type_fit: 0, diversity: 0 } } })).search(QUESTION, { explain: true });
    expect(only.explanation!.places[0]).toMatchObject({ score: 1, factors: { relevance: 1 } });
  });
});

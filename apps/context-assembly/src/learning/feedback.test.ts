import { MemoryKeyValueStore } from '@twinmcp/bus-memory';
import { NEUTRAL_WEIGHTS } from '@twinmcp/context';
import type { KeyValueStore } from '@twinmcp/messaging';
import { PartnerServices } from '../test-support/partner-services.ts';
import { DEMO, startService } from '../test-support/service-under-test.ts';
import { WeightsStore } from './weights-store.ts';

async function service(config: Record<string, unknown> = {}) {
  const partners = await new PartnerServices(DEMO).serve();
  return { partners, ...(await startService(partners, config)) };
}

describe('feedback', () => {
  it('moves the ranking of its workspace towards what was used', async () => {
    const { ask, tell, search } = await service();
    const question = 'reply text';
    const before = (await search(question)).hits.map(({ path }) => path);
    const docs = before.indexOf('docs/reply.md');
    expect(docs).toBeGreaterThan(0);
    for (let i = 0; i < 12; i++) expect(await tell(question, { used: ['docs/reply.md:1-3@0123456789ab'] })).toMatchObject({ learnt: true, weights: { observations: i + 1 } });
    const after = await search(question);
    expect(after.hits.map(({ path }) => path).indexOf('docs/reply.md')).toBeLessThan(docs);
    expect((await ask(question)).items.length).toBeGreaterThan(0);
  });

  it('says when nothing that was used is ranked, and learns nothing of it but the rating', async () => {
    const { tell } = await service();
    const { reason, weights } = await tell('reply text', { used: ['gone.js'], rating: 0.2 });
    expect(reason).toContain('none of the places that were used');
    expect(weights.generators).toEqual({});
    expect(Object.values(weights.modes)).toEqual([{ trials: 1, useful: 0.2 }]);
  });

  it('is neither learnt nor used when it is switched off', async () => {
    const { tell, live, search } = await service();
    const question = 'reply text';
    const before = (await search(question)).hits.map(({ path }) => path);
    for (let i = 0; i < 12; i++) await tell(question, { used: ['docs/reply.md'] });
    expect((await search(question)).hits.map(({ path }) => path)).not.toEqual(before);
    live.change({ context: { learning: { enabled: false } } });
    expect((await search(question)).hits.map(({ path }) => path)).toEqual(before);
    expect(await tell(question, { used: ['docs/reply.md'] })).toMatchObject({ learnt: false, weights: { observations: 12 } });
  });
});

describe('WeightsStore', () => {
  it('counts what two replicas learn at once, and each sees it after a while', async () => {
    const kv = new MemoryKeyValueStore();
    let now = 0;
    const [one, two] = [new WeightsStore(kv, { now: () => now }), new WeightsStore(kv, { now: () => now })];
    expect((await two.current('t', 'w')).observations).toBe(0);
    await Promise.all(Array.from({ length: 6 }, (_, i) => (i % 2 ? one : two).change('t', 'w', (weights) => ({ ...weights, observations: weights.observations + 1 }))));
    now += 60_000;
    expect((await one.current('t', 'w')).observations).toBe(6);
    expect((await two.current('t', 'w')).observations).toBe(6);
    expect((await one.current('other', 'w')).observations).toBe(0);
  });

  it('never keeps a question waiting', async () => {
    const stuck = { get: () => new Promise(() => undefined) } as unknown as KeyValueStore;
    expect(await new WeightsStore(stuck).current('t', 'w')).toBe(NEUTRAL_WEIGHTS);
  });
});

import { MemorySharedCache, type SharedCache } from '@twinmcp/context';
import { newCallContext } from '@twinmcp/messaging';
import { StaticLiveConfig } from '@twinmcp/platform';
import { RetrievePlaces } from '../retrieval/retrieve-places.usecase.ts';
import { PartnerServices } from '../test-support/partner-services.ts';
import { DEMO } from '../test-support/service-under-test.ts';
import { ChangeHistory } from './change-history.ts';
import { RankingCache } from './ranking-cache.ts';
import { SingleFlight } from './single-flight.ts';

const ctx = () => newCallContext({ timeoutMs: 10_000 });

async function replica(partners: PartnerServices, shared: SharedCache | null = null) {
  const live = StaticLiveConfig.of({});
  const cache = new RankingCache(live, shared);
  const retrieve = new RetrievePlaces(partners.rpc, live, null, undefined, cache);
  const ask = (query: string) => retrieve.execute({ workspaceId: 'demo', query, mode: 'automatic', depth: 150 }, ctx());
  return { cache, retrieve, ask, searches: () => partners.calls.filter((verb) => verb === 'search').length };
}

/** A run that changed some files and told so. */
function changed(partners: PartnerServices, replicas: readonly { cache: RankingCache }[], paths: readonly string[], counts: Partial<Record<'added' | 'changed' | 'removed' | 'renamed', number>> = { changed: paths.length }) {
  partners.generation++;
  for (const { cache } of replicas) cache.changes.heard({ workspaceId: 'demo', generation: partners.generation, added: 0, changed: 0, removed: 0, renamed: 0, ...counts, paths: [...paths] });
}

describe('rankings', () => {
  it('are given again while no file that they rank has changed, and made anew when one has', async () => {
    const partners = await new PartnerServices(DEMO).serve();
    const one = await replica(partners);
    const first = await one.ask('makeRouter options');
    expect(first.places.map(({ path }) => path)).toEqual(['lib/route.js']);
    await one.ask('serialize the payload');
    const before = one.searches();

    changed(partners, [one], ['lib/reply.js']);
    expect(await one.ask('makeRouter options')).toMatchObject({ cached: true, generation: 2 });
    expect(one.searches()).toBe(before);
    expect(await one.ask('serialize the payload')).toMatchObject({ cached: false });
    expect(one.searches()).toBeGreaterThan(before);

    changed(partners, [one], ['lib']);
    expect(await one.ask('makeRouter options')).toMatchObject({ cached: false, generation: 3 });
  });

  it('outlive changes to files that are too far behind to be used; not for who leafs through all, or asks for all uses', async () => {
    const partners = await new PartnerServices(Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`src/f${i}.js`, `function f${i} () {\n  return ${'reply '.repeat(i === 0 ? 60 : 12 - i)}\n}\n`]))).serve();
    const one = await replica(partners);
    const leaf = () => one.retrieve.execute({ workspaceId: 'demo', query: 'how is the reply made', mode: 'automatic', depth: 150, goOn: true }, ctx());
    const { places } = await one.ask('how is the reply made');
    const last = places.at(-1)!;
    expect(last.score).toBeLessThan(places[0]!.score * 0.25);
    await leaf();
    await one.ask('who calls f3?');
    changed(partners, [one], [last.path]);
    expect(await one.ask('how is the reply made')).toMatchObject({ cached: true, generation: 2 });
    expect(await leaf()).toMatchObject({ cached: false });
    expect(await one.ask('who calls f3?')).toMatchObject({ cached: false });
  });

  it.each([
    ['a run that was not heard of', (partners: PartnerServices) => void partners.generation++],
    ['new files', (partners: PartnerServices, one: { cache: RankingCache }) => changed(partners, [one], ['new.js'], { added: 1 })],
    ['renamed files', (partners: PartnerServices, one: { cache: RankingCache }) => changed(partners, [one], ['b.js'], { renamed: 1 })],
    ['more changes than were named', (partners: PartnerServices, one: { cache: RankingCache }) => changed(partners, [one], ['b.js'], { changed: 40 })],
    ['a workspace that was made anew', (partners: PartnerServices) => void (partners.status = { workspace: { id: 'demo', name: 'demo', source: { kind: 'directory', root: '/demo' }, createdAt: 77 } })],
  ])('are made anew after %s', async (_, happen) => {
    const partners = await new PartnerServices(DEMO).serve();
    const one = await replica(partners);
    await one.ask('makeRouter options');
    expect(await one.ask('makeRouter options')).toMatchObject({ cached: true });
    happen(partners, one);
    expect(await one.ask('makeRouter options')).toMatchObject({ cached: false });
  });

  it('are shared between replicas, with the same rules', async () => {
    const partners = await new PartnerServices(DEMO).serve();
    const shared = new MemorySharedCache(Date.now);
    const [one, two] = [await replica(partners, shared), await replica(partners, shared)];
    const made = await one.ask('makeRouter options');
    const got = await two.ask('makeRouter options');
    expect(got).toMatchObject({ cached: true, places: made.places, decision: made.decision, generation: 1 });
    expect(one.searches()).toBe(1);
    changed(partners, [one, two], ['lib/route.js']);
    expect(await two.ask('makeRouter options')).toMatchObject({ cached: false });
    // A third that heard nothing of it takes the new one, not the old one.
    expect(await (await replica(partners, shared)).ask('makeRouter options')).toMatchObject({ cached: true, generation: 2 });
  });

  it('do without a shared cache that fails, lies or hangs', async () => {
    const partners = await new PartnerServices(DEMO).serve();
    for (const broken of [{ get: () => Promise.reject(new Error('down')), set: () => Promise.reject(new Error('down')) }, { get: async () => '{"format":1}', set: async () => undefined }, { get: async () => 'no json', set: async () => undefined }] as SharedCache[]) {
      expect((await (await replica(partners, broken)).ask('makeRouter options')).places).toHaveLength(1);
    }
  });

  it('are made once for many who ask at the same time', async () => {
    const partners = await new PartnerServices(DEMO).serve();
    partners.disturb.search = () => new Promise((resolve) => setTimeout(resolve, 30));
    const one = await replica(partners);
    const answers = await Promise.all(Array.from({ length: 20 }, () => one.ask('makeRouter options')));
    expect(new Set(answers.map(({ places }) => places.length))).toEqual(new Set([1]));
    expect(one.searches()).toBe(1);
  });
});

describe('SingleFlight', () => {
  it('lets each who joined do it alone when the first one fails', async () => {
    const flight = new SingleFlight<number>();
    let runs = 0;
    const work = async () => {
      if (++runs === 1) throw new Error('cancelled');
      return runs;
    };
    const results = await Promise.allSettled([flight.run('k', work), flight.run('k', work), flight.run('k', work)]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
    expect(flight.size).toBe(0);
  });
});

describe('ChangeHistory', () => {
  it('is bounded, and says when it does not know', () => {
    const history = new ChangeHistory();
    for (let generation = 1; generation <= 500; generation++) history.heard({ workspaceId: 'w', generation, added: 0, changed: 1, removed: 0, renamed: 0, paths: [`f${generation}`] });
    expect(history.between('w', 498, 500)).toEqual(['f499', 'f500']);
    expect(history.between('w', 100, 500)).toBeNull();
    expect(history.between('w', 500, 501)).toBeNull();
    expect(history.between('x', 0, 1)).toBeNull();
    expect(history.between('w', 500, 500)).toEqual([]);
  });
});

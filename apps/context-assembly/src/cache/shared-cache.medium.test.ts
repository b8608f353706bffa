import { jest } from '@jest/globals';
import { newCallContext } from '@twinmcp/messaging';
import { StaticLiveConfig } from '@twinmcp/platform';
import { RedisSharedCache } from '@twinmcp/redis';
import { describeWithServer, eventually, startRedisServer, type RunningServer } from '@twinmcp/testing';
import { RetrievePlaces } from '../retrieval/retrieve-places.usecase.ts';
import { PartnerServices } from '../test-support/partner-services.ts';
import { DEMO } from '../test-support/service-under-test.ts';
import { RankingCache } from './ranking-cache.ts';

jest.setTimeout(120_000);

describeWithServer('redis-server', 'two replicas with one Redis', () => {
  let server: RunningServer;
  beforeAll(async () => {
    server = await startRedisServer();
  });
  afterAll(() => server?.stop());

  it('share what one of them ranked, and answer without it', async () => {
    const partners = await new PartnerServices(DEMO).serve();
    const caches = [1, 2, 3].map(() => new RedisSharedCache({ url: server.url, timeoutMs: 3_000 }));
    await eventually(() => caches.every(({ ready }) => ready), { timeoutMs: 60_000 });
    const live = StaticLiveConfig.of({});
    const replica = (shared: RedisSharedCache) => {
      const retrieve = new RetrievePlaces(partners.rpc, live, null, undefined, new RankingCache(live, shared));
      return () => retrieve.execute({ workspaceId: 'demo', query: 'makeRouter options', mode: 'automatic', depth: 150 }, newCallContext({ timeoutMs: 20_000 }));
    };
    const [one, two, three] = [replica(caches[0]!), replica(caches[1]!), replica(caches[2]!)];
    const made = await one();
    // It is written beside the answer, not before it.
    await eventually(async () => (await two()).cached, { timeoutMs: 60_000 });
    expect((await two()).places).toEqual(made.places);
    await server.kill();
    await eventually(() => !caches[2]!.ready, { timeoutMs: 60_000 });
    expect(await three()).toMatchObject({ cached: false, places: made.places });
    await Promise.all(caches.map((cache) => cache.close()));
  });
});

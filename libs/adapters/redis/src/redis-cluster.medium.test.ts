import { jest } from '@jest/globals';
import { describeWithServer, eventually, startRedisCluster, type RedisCluster } from '@twinmcp/testing';
import { Redis } from 'ioredis';
import { RedisSharedCache } from './redis-shared-cache.ts';

jest.setTimeout(120_000);

const KEYS = Array.from({ length: 60 }, (_, i) => `answer ${i}`);

describeWithServer('redis-server', 'RedisSharedCache on a Redis Cluster', () => {
  let cluster: RedisCluster;
  beforeAll(async () => {
    cluster = await startRedisCluster(3);
  });
  afterAll(() => cluster?.stop());

  const open = async (url: string, states: string[] = []) => {
    const cache = new RedisSharedCache({ url, cluster: true, timeoutMs: 5_000, onState: (state) => states.push(state) });
    await eventually(() => cache.ready, { timeoutMs: 60_000 });
    return cache;
  };
  const found = async (cache: RedisSharedCache) => (await Promise.all(KEYS.map((key) => cache.get(key)))).filter((value) => value !== null).length;

  it('spreads keys over all nodes, found from one of them, and shares them', async () => {
    const [one, two] = [await open(cluster.nodes[0]!.url), await open(cluster.url)];
    // A node that it has no connection to yet misses, as any cache may.
    await eventually(async () => {
      await Promise.all(KEYS.map((key) => one.set(key, `value of ${key}`, 600_000)));
      return (await found(two)) === KEYS.length;
    }, { timeoutMs: 60_000 });
    expect(await Promise.all(KEYS.map((key) => two.get(key)))).toEqual(KEYS.map((key) => `value of ${key}`));
    const sizes = await Promise.all(cluster.nodes.map(async ({ url }) => {
      const node = new Redis(url);
      return node.dbsize().finally(() => node.disconnect());
    }));
    expect(Math.min(...sizes)).toBeGreaterThan(0);
    expect(sizes.reduce((all, size) => all + size)).toBe(KEYS.length);
    await Promise.all([one.close(), two.close()]);
  });

  it('misses what a lost node held, serves what the others hold, and finds the node again', async () => {
    const cache = await open(cluster.url);
    await Promise.all(KEYS.map((key) => cache.set(key, 'x', 600_000)));
    await cluster.nodes[2]!.kill();
    await eventually(async () => (await found(cache)) < KEYS.length, { timeoutMs: 60_000 });
    expect(await found(cache)).toBeGreaterThan(0);
    await cluster.nodes[2]!.restart();
    await eventually(async () => {
      await Promise.all(KEYS.map((key) => cache.set(key, 'again', 600_000)));
      return (await found(cache)) === KEYS.length;
    }, { timeoutMs: 60_000 });
    await cache.close();
  });

  it('says once that the whole cluster is away, and that it is back', async () => {
    const states: string[] = [];
    const cache = await open(cluster.url, states);
    await Promise.all(cluster.nodes.map((node) => node.kill()));
    // Nodes that it has no connection to yet are found away when they are asked.
    await eventually(async () => (expect(await found(cache)).toBe(0), states.length > 0), { timeoutMs: 60_000 });
    await eventually(() => !cache.ready, { timeoutMs: 60_000 });
    await Promise.all(cluster.nodes.map((node) => node.restart()));
    await eventually(() => states.includes('ready'), { timeoutMs: 60_000 });
    expect(states).toEqual(['away', 'ready']);
    await cache.close();
  });
});

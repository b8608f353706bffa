import { jest } from '@jest/globals';
import { describeWithServer, eventually, startRedisServer, type RunningServer } from '@twinmcp/testing';
import { RedisSharedCache } from './redis-shared-cache.ts';

jest.setTimeout(120_000);

describeWithServer('redis-server', 'RedisSharedCache', () => {
  let server: RunningServer;
  beforeAll(async () => {
    server = await startRedisServer();
  });
  afterAll(() => server?.stop());
  const open = async (states: string[] = []) => {
    const cache = new RedisSharedCache({ url: server.url, timeoutMs: 10_000, onState: (state) => states.push(state) });
    await eventually(() => cache.ready, { timeoutMs: 60_000 });
    return cache;
  };

  it('shares between two, and forgets in time', async () => {
    const [one, two] = [await open(), await open()];
    await one.set('a', 'Wert „ü“', 600_000);
    expect(await two.get('a')).toBe('Wert „ü“');
    expect(await two.get('b')).toBeNull();
    await one.set('short', 'x', 20);
    await eventually(async () => (await two.get('short')) === null, { timeoutMs: 60_000 });
    await one.set('large', 'x'.repeat(1_000_001), 600_000);
    expect(await two.get('large')).toBeNull();
    await Promise.all([one.close(), two.close()]);
    expect(await one.get('a')).toBeNull();
  });

  it('misses while the server is away, says so once, and finds it again', async () => {
    const states: string[] = [];
    const cache = await open(states);
    await server.kill();
    await eventually(() => !cache.ready, { timeoutMs: 60_000 });
    expect(await cache.get('a')).toBeNull();
    await cache.set('a', 'x', 1_000);
    await eventually(() => states.length > 0, { timeoutMs: 60_000 });
    await server.restart();
    await eventually(() => cache.ready, { timeoutMs: 60_000 });
    await eventually(() => states.includes('ready'), { timeoutMs: 60_000 });
    expect(states).toEqual(['away', 'ready']);
    await cache.set('again', 'y', 600_000);
    expect(await cache.get('again')).toBe('y');
    await cache.close();
  });
});

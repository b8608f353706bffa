import { TtlLru } from './ttl-lru.ts';

describe('TtlLru', () => {
  it('drops the least recently used entry and what is too old', () => {
    let now = 0;
    const cache = new TtlLru<number>(() => ({ entries: 2, ttlMs: 100 }), { clock: { now: () => now } });
    cache.set('a', 1);
    cache.set('b', 2);
    expect(cache.get('a')).toBe(1);
    cache.set('c', 3);
    expect([cache.get('a'), cache.get('b'), cache.get('c')]).toEqual([1, undefined, 3]);
    now = 100;
    expect([cache.get('a'), cache.get('c'), cache.size]).toEqual([undefined, undefined, 0]);
  });

  it('keeps nothing when its limits say so', () => {
    const cache = new TtlLru<number>(() => ({ entries: 0, ttlMs: 100 }));
    cache.set('a', 1);
    expect(cache.get('a')).toBeUndefined();
  });

  it('stays within its weight', () => {
    const cache = new TtlLru<string>(() => ({ entries: 10, ttlMs: 100 }), { weigh: (value) => value.length, maxWeight: 6 });
    cache.set('a', 'xxx');
    cache.set('b', 'xxx');
    cache.set('b', 'yy');
    cache.set('c', 'xx');
    expect([cache.get('a'), cache.get('b'), cache.get('c')]).toEqual([undefined, 'yy', 'xx']);
    cache.set('d', 'x'.repeat(7));
    expect([cache.get('d'), cache.size]).toEqual([undefined, 2]);
  });
});

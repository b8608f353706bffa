import { LazyDatabase } from './lazy-database.ts';
import type { RelationalDatabase } from './model.ts';

const working = { engine: 'pglite', prisma: { ok: true }, close: async () => undefined } as unknown as RelationalDatabase;

describe('LazyDatabase', () => {
  it('opens once for all who ask together, and not before', async () => {
    let opened = 0;
    const lazy = new LazyDatabase({ url: '', dataDir: '/x', open: async () => (opened++, working) });
    expect(opened).toBe(0);
    expect(await Promise.all([lazy.use(async (prisma) => prisma), lazy.use(async (prisma) => prisma)])).toEqual([{ ok: true }, { ok: true }]);
    expect(opened).toBe(1);
  });

  it('does not ask a server that is down anew at every request, and finds it again', async () => {
    let now = 0;
    let attempts = 0;
    let down = true;
    const open = async () => {
      attempts++;
      if (down) throw Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
      return working;
    };
    const lazy = new LazyDatabase({ url: 'postgres://h/x', dataDir: '/x', open, clock: { now: () => now } });
    const ask = () => lazy.use(async () => 'answer');
    for (let i = 0; i < 200; i++) await expect(ask()).rejects.toThrow('connect');
    // The wait is random from 0 on: a few may pass at once, the doubling ends that soon.
    expect(attempts).toBeLessThan(20);
    down = false;
    now += 60_000;
    expect(await ask()).toBe('answer');
  });

  it('tells what the database said during work in words to act on', async () => {
    const lazy = new LazyDatabase({ url: 'postgres://me:secret@db.example/shop', dataDir: '/x', open: async () => working });
    const failing = (code: string) => lazy.use(() => Promise.reject(Object.assign(new Error('x'), { code })));
    await expect(failing('53100')).rejects.toMatchObject({ code: 'storage-full', message: expect.stringMatching(/^PostgreSQL at db\.example:5432\/shop has no space left/) });
    await expect(failing('57P01')).rejects.toMatchObject({ code: 'unavailable' });
    await expect(failing('P2002')).rejects.toMatchObject({ code: 'P2002' });
    await expect(lazy.use(() => Promise.reject(Object.assign(new Error('x'), { meta: { driverAdapterError: { cause: { originalCode: '25006' } } } })))).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining('read only') });
    await expect(lazy.use(() => Promise.reject(new Error('could not extend file "base/1": No space left on device')))).rejects.toMatchObject({ code: 'storage-full' });
  });
});

import { hostname } from 'node:os';
import { spawnSync } from 'node:child_process';
import { MemoryKeyValueStore } from '@twinmcp/bus-memory';
import { isLocalError } from '@twinmcp/kernel';
import { WorkspaceLeases } from './workspace-leases.ts';

describe('WorkspaceLeases', () => {
  const kv = () => new MemoryKeyValueStore();
  const never = new AbortController().signal;
  const holder = (more: object) => ({ instance: 'other', host: 'elsewhere', pid: 1, expiresAt: Date.now() + 60_000, ...more });
  const wait = async () => {};

  it('lets one in at a time, also within one process', async () => {
    const store = kv();
    const one = new WorkspaceLeases(store);
    const first = await one.acquire('w', never, wait);
    let second = false;
    let waited = 0;
    const pending = one.acquire('w', never, async () => void waited++).then((lease) => ((second = true), lease));
    await one.acquire('another', never, wait);
    expect([second, await one.isHeld('w')]).toEqual([false, true]);
    await first.renew();
    await first.release();
    await (await pending).release();
    expect([second, waited > 0, await one.isHeld('w')]).toEqual([true, true, false]);
  });

  it('waits for a holder elsewhere until its lease runs out', async () => {
    const store = kv();
    await store.put('leases', 'w', holder({}));
    const abort = new AbortController();
    const pending = new WorkspaceLeases(store).acquire('w', abort.signal, wait).catch((error: unknown) => error);
    abort.abort();
    expect(isLocalError(await pending, 'cancelled')).toBe(true);
    await store.put('leases', 'w', holder({ expiresAt: Date.now() - 1 }));
    await new WorkspaceLeases(store).acquire('w', never, wait);
  });

  it('takes over at once from a process of this machine that died', async () => {
    const store = kv();
    const { pid } = spawnSync('true');
    await store.put('leases', 'w', holder({ host: hostname(), pid }));
    expect(await new WorkspaceLeases(store).isHeld('w')).toBe(false);
    await new WorkspaceLeases(store).acquire('w', never, wait);
    await store.put('leases', 'x', holder({ host: hostname(), pid: process.ppid }));
    expect(await new WorkspaceLeases(store).isHeld('x')).toBe(true);
  });

  it('tells a holder that it lost the workspace, and then leaves the new one alone', async () => {
    const store = kv();
    const lease = await new WorkspaceLeases(store).acquire('w', never, wait);
    await store.put('leases', 'w', holder({}));
    expect(isLocalError(await lease.renew().catch((error: unknown) => error), 'refused')).toBe(true);
    await lease.release();
    expect(await new WorkspaceLeases(store).isHeld('w')).toBe(true);
  });
});

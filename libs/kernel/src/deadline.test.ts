import { Deadline, isLocalError, withTimeout } from './index.ts';

describe('Deadline', () => {
  it('never gives a callee more time than the caller has', () => {
    const deadline = Deadline.after(50);
    expect(deadline.capped(10_000).atMs).toBe(deadline.atMs);
    expect(deadline.capped(1).atMs).toBeLessThan(deadline.atMs);
  });

  it('knows when it is over', () => {
    expect(Deadline.at(Date.now() - 1).expired).toBe(true);
    expect(Deadline.after(1_000).expired).toBe(false);
  });
});

describe('withTimeout', () => {
  it('tells a timeout from a cancellation', async () => {
    const never = new Promise<void>(() => {});
    const timeout = await withTimeout(never, 5, 'waiting').catch((e: unknown) => e);
    expect(isLocalError(timeout, 'timeout')).toBe(true);
    const abort = new AbortController();
    const pending = withTimeout(never, 1_000, 'waiting', abort.signal).catch((e: unknown) => e);
    abort.abort();
    expect(isLocalError(await pending, 'cancelled')).toBe(true);
  });
});

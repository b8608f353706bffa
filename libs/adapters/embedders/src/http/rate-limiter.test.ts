import { jest } from '@jest/globals';
import { RateLimiter, type Rates } from './rate-limiter.ts';

const setUp = (rates: Partial<Rates>) => {
  const limits = { requestsPerMinute: 0, tokensPerMinute: 0, ...rates };
  const limiter = new RateLimiter(() => limits, () => Date.now());
  const passed: string[] = [];
  const ask = (name: string, tokens = 1, urgent = false, signal?: AbortSignal) =>
    limiter.acquire(tokens, urgent, signal).then(() => passed.push(name), () => passed.push(`${name} refused`));
  return { limits, limiter, passed, ask };
};

describe('RateLimiter', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('lets through what is allowed in a minute, a sixth of it at once', async () => {
    const { passed, ask } = setUp({ requestsPerMinute: 60 });
    for (let i = 0; i < 200; i++) void ask(String(i));
    await jest.advanceTimersByTimeAsync(0);
    expect(passed).toHaveLength(10);
    await jest.advanceTimersByTimeAsync(60_000);
    expect(passed).toHaveLength(70);
    expect(passed.slice(0, 3)).toEqual(['0', '1', '2']);
  });

  it('counts tokens, and lets a request larger than the bucket pass and be paid for', async () => {
    const { passed, ask } = setUp({ tokensPerMinute: 6_000 });
    void ask('big', 3_000);
    void ask('next', 100);
    await jest.advanceTimersByTimeAsync(0);
    expect(passed).toEqual(['big']);
    await jest.advanceTimersByTimeAsync(19_000);
    expect(passed).toEqual(['big']);
    await jest.advanceTimersByTimeAsync(1_100);
    expect(passed).toEqual(['big', 'next']);
  });

  it('corrects an estimate by what was really used', async () => {
    const { passed, ask, limiter } = setUp({ tokensPerMinute: 6_000 });
    await ask('first', 10);
    limiter.settle(10, 2_010);
    void ask('second', 10);
    await jest.advanceTimersByTimeAsync(9_000);
    expect(passed).toEqual(['first']);
    await jest.advanceTimersByTimeAsync(2_000);
    expect(passed).toEqual(['first', 'second']);
  });

  it('lets a query pass before waiting documents', async () => {
    const { passed, ask } = setUp({ requestsPerMinute: 6 });
    for (const name of ['a', 'b', 'c']) void ask(name);
    void ask('query', 1, true);
    await jest.advanceTimersByTimeAsync(20_000);
    expect(passed).toEqual(['a', 'query', 'b']);
  });

  it('waits as long as the provider said', async () => {
    const { passed, ask, limiter } = setUp({});
    limiter.pause(5_000);
    void ask('a');
    await jest.advanceTimersByTimeAsync(4_900);
    expect(passed).toEqual([]);
    await jest.advanceTimersByTimeAsync(200);
    expect(passed).toEqual(['a']);
  });

  it('follows a limit that changes while others wait', async () => {
    const { passed, ask, limits } = setUp({ requestsPerMinute: 1 });
    for (const name of ['a', 'b', 'c']) void ask(name);
    await jest.advanceTimersByTimeAsync(0);
    limits.requestsPerMinute = 0;
    void ask('d');
    await jest.advanceTimersByTimeAsync(0);
    expect(passed).toEqual(['a', 'b', 'c', 'd']);
  });

  it('drops who gives up, and nobody waits for them', async () => {
    const { passed, ask } = setUp({ requestsPerMinute: 6 });
    const abort = new AbortController();
    void ask('a');
    void ask('b', 1, false, abort.signal);
    void ask('c');
    abort.abort();
    await jest.advanceTimersByTimeAsync(10_100);
    expect(passed).toEqual(['a', 'b refused', 'c']);
    await ask('d', 1, false, AbortSignal.abort());
    expect(passed.at(-1)).toBe('d refused');
  });
});

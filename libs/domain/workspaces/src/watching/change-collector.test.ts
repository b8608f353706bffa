import { jest } from '@jest/globals';
import { ChangeCollector } from './change-collector.ts';

describe('ChangeCollector', () => {
  let runs: (readonly string[] | null)[];
  let finish: ((error?: Error) => void)[];
  let collector: ChangeCollector;

  beforeEach(() => {
    jest.useFakeTimers();
    runs = [];
    finish = [];
    collector = new ChangeCollector({
      debounceMs: () => 50, maxDelayMs: () => 400, maxPaths: 5,
      run: (paths) => {
        runs.push(paths);
        return new Promise((resolve, reject) => finish.push((error) => (error ? reject(error) : resolve())));
      },
    });
  });
  afterEach(() => jest.useRealTimers());

  const end = async (error?: Error): Promise<void> => {
    finish.shift()!(error);
    await jest.advanceTimersByTimeAsync(0);
  };

  it('makes one run of a burst, after a pause', async () => {
    collector.add(['a']);
    await jest.advanceTimersByTimeAsync(40);
    collector.add(['b', 'a']);
    await jest.advanceTimersByTimeAsync(49);
    expect(runs).toEqual([]);
    await jest.advanceTimersByTimeAsync(1);
    expect(runs).toEqual([['a', 'b']]);
  });

  it('does not wait for a stream that never pauses', async () => {
    for (let i = 0; i < 20; i++) {
      collector.add(['a']);
      await jest.advanceTimersByTimeAsync(30);
    }
    expect(runs.length).toBe(1);
  });

  it('keeps what comes during a run for the next, and runs one at a time', async () => {
    collector.add(['a']);
    await jest.advanceTimersByTimeAsync(50);
    collector.add(['a']);
    await jest.advanceTimersByTimeAsync(1_000);
    expect(runs).toEqual([['a']]);
    await end();
    await jest.advanceTimersByTimeAsync(50);
    expect(runs).toEqual([['a'], ['a']]);
    await end();
    await jest.advanceTimersByTimeAsync(10_000);
    expect(runs.length).toBe(2);
    expect(collector.pending).toBe(false);
  });

  it('compares everything when there are too many paths, or when told so, and no path is lost in between', async () => {
    collector.add(['a', 'b', 'c', 'd', 'e', 'f']);
    await jest.advanceTimersByTimeAsync(50);
    collector.add(['g']);
    await end();
    await jest.advanceTimersByTimeAsync(50);
    collector.addEverything();
    collector.add(['h']);
    await end();
    await jest.advanceTimersByTimeAsync(50);
    expect(runs).toEqual([null, ['g'], null]);
  });

  it('hands in again what failed, later each time, with what came meanwhile', async () => {
    collector.add(['a']);
    await jest.advanceTimersByTimeAsync(50);
    await end(new Error('no'));
    collector.add(['b']);
    await jest.advanceTimersByTimeAsync(900);
    expect(runs.length).toBe(1);
    await jest.advanceTimersByTimeAsync(100);
    expect(runs).toEqual([['a'], ['a', 'b']]);
    await end(new Error('no'));
    await jest.advanceTimersByTimeAsync(1_900);
    expect(runs.length).toBe(2);
    await jest.advanceTimersByTimeAsync(100);
    expect(runs.length).toBe(3);
    await end();
    collector.add(['c']);
    await jest.advanceTimersByTimeAsync(50);
    expect(runs.at(-1)).toEqual(['c']);
  });

  it('closes when the run in progress has ended, and starts none any more', async () => {
    collector.add(['a']);
    await jest.advanceTimersByTimeAsync(50);
    collector.add(['b']);
    let closed = false;
    void collector.close().then(() => (closed = true));
    await jest.advanceTimersByTimeAsync(100);
    expect(closed).toBe(false);
    await end();
    await jest.advanceTimersByTimeAsync(1_000);
    expect([closed, runs.length]).toEqual([true, 1]);
  });
});

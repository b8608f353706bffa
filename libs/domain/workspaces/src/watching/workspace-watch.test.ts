import { jest } from '@jest/globals';
import { MemorySourceWatcher } from '../memory/memory-source-watcher.ts';
import { WorkspaceWatch } from './workspace-watch.ts';

const ROOT = '/project';

describe('WorkspaceWatch', () => {
  let watcher: MemorySourceWatcher;
  let identity: string | null;
  let runs: (readonly string[] | null)[];
  let failure: Error | null;
  let states: string[];
  let searchable: number[];
  let watch: WorkspaceWatch;

  beforeEach(() => {
    jest.useFakeTimers();
    watcher = new MemorySourceWatcher();
    identity = 'inode 1';
    runs = [];
    failure = null;
    states = [];
    searchable = [];
    watch = new WorkspaceWatch({
      root: ROOT, watcher,
      settings: () => ({ debounceMs: 10, maxDelayMs: 100, reconcileMs: 60_000, pollMs: 1_000 }),
      identify: async () => identity,
      ignored: async () => ({ ignoredFolders: ['build'], ignoredNames: ['.git'] }),
      index: async (paths) => {
        runs.push(paths);
        if (failure) throw failure;
        return paths !== null;
      },
      onSearchable: (ms) => searchable.push(ms),
      onState: (state) => states.push(state),
    });
  });
  afterEach(async () => {
    await watch.stop();
    jest.useRealTimers();
  });
  const later = (ms: number): Promise<void> => jest.advanceTimersByTimeAsync(ms);

  it('compares everything once, then only what is told', async () => {
    await watch.start();
    await later(20);
    expect(runs).toEqual([null]);
    watcher.listener(ROOT).changed(['a.ts', 'src']);
    await later(20);
    expect(runs).toEqual([null, ['a.ts', 'src']]);
    expect(watch.status).toMatchObject({ state: 'native', reason: null, error: null });
    expect(watcher.watches.get(ROOT)!.options).toEqual({ ignoredFolders: ['build'], ignoredNames: ['.git'] });
  });

  it('tells how long a change waits, and how long it took until it could be found', async () => {
    await watch.start();
    await later(20);
    expect([watch.behindSince, searchable]).toEqual([null, []]);
    const told = Date.now();
    failure = new Error('the index is away');
    watcher.listener(ROOT).changed(['a.ts']);
    await later(15);
    watcher.listener(ROOT).changed(['b.ts']);
    await later(15);
    expect(watch.behindSince).toBe(told);
    failure = null;
    await later(5_000);
    expect([watch.behindSince, searchable]).toEqual([null, [expect.any(Number)]]);
    expect(searchable[0]).toBeGreaterThanOrEqual(500);
  });

  it('compares everything now and then, and when events were lost', async () => {
    await watch.start();
    await later(20);
    await later(60_000);
    expect(runs).toEqual([null, null]);
    watcher.listener(ROOT).lost('overflow');
    await later(20);
    expect(runs).toEqual([null, null, null]);
  });

  it('polls where the system cannot watch, says why, and tries the system again', async () => {
    watcher.refusal = 'inotify_add_watch: No space left on device';
    await watch.start();
    expect(watch.status).toMatchObject({ state: 'polling', reason: expect.stringContaining('No space left on device') });
    await later(3_100);
    expect(runs.length).toBeGreaterThanOrEqual(3);
    watcher.refusal = null;
    await later(62_000);
    expect(watch.status.state).toBe('native');
    expect(states).toEqual(['polling', 'native']);
    const before = runs.length;
    await later(30_000);
    expect(runs.length).toBe(before); // no polling any more
  });

  it('falls back to polling when watching breaks later', async () => {
    await watch.start();
    watcher.listener(ROOT).failed('EMFILE: too many open files');
    await later(10);
    expect(watch.status).toMatchObject({ state: 'polling', reason: expect.stringContaining('EMFILE') });
    expect(watcher.watches.size).toBe(0);
  });

  it('waits for a root that is gone, and takes up another that comes in its place', async () => {
    await watch.start();
    await later(20);
    identity = null;
    watcher.listener(ROOT).rootGone();
    await later(10);
    expect(watch.status.state).toBe('waiting');
    await later(30_000);
    expect(runs).toEqual([null]); // nothing to compare
    identity = 'inode 2';
    await later(2_100);
    expect(watch.status.state).toBe('native');
    expect(runs).toEqual([null, null]);
    identity = 'inode 3'; // replaced without a word
    await later(60_100);
    expect(watcher.started).toBe(3);
  });

  it('starts waiting when the root is not there from the beginning', async () => {
    identity = null;
    await watch.start();
    expect(watch.status.state).toBe('waiting');
    identity = 'inode 1';
    await later(2_100);
    expect(watch.status.state).toBe('native');
  });

  it('watches anew when the rules of what is left out change', async () => {
    await watch.start();
    await later(20);
    watcher.listener(ROOT).changed(['src/.gitignore']);
    await later(40);
    expect(watcher.started).toBe(2);
    expect(runs).toEqual([null, ['src/.gitignore'], null]);
  });

  it('reports a failure, tries again with the same paths, and forgets it', async () => {
    await watch.start();
    await later(20);
    failure = new Error('the embedding service is away');
    watcher.listener(ROOT).changed(['a.ts']);
    await later(20);
    expect(watch.status.error).toBe('the embedding service is away');
    failure = null;
    await later(1_100);
    expect(runs).toEqual([null, ['a.ts'], ['a.ts']]);
    expect(watch.status.error).toBeNull();
  });

  it('ends clean', async () => {
    await watch.start();
    await watch.stop();
    expect(watcher.watches.size).toBe(0);
    await later(300_000);
    expect(runs).toEqual([]);
  });
});

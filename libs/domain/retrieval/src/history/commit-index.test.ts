import { CommitIndex } from './commit-index.ts';

const commit = (id: string, message: string, ...paths: string[]) => ({ id, message, paths });

describe('CommitIndex', () => {
  test('files of the commits that read like the question come first, with these commits as evidence', () => {
    const index = new CommitIndex([
      commit('c3', 'bump version', 'package.json'),
      commit('c2', 'serialise dates as ISO strings', 'lib/reply.js', 'test/reply.test.js'),
      commit('c1', 'parse cookies lazily', 'lib/request.js'),
    ]);
    const { files, coverage } = index.search('dates are serialised wrongly', 10);
    expect(files.map((file) => file.path)).toEqual(['lib/reply.js', 'test/reply.test.js']);
    expect(files[0]!.commits).toEqual(['c2']);
    expect(coverage).toBeGreaterThan(0);
  });

  test('a commit that touches everything says nothing', () => {
    const everywhere = Array.from({ length: 31 }, (_, i) => `src/file-${i}.ts`);
    const index = new CommitIndex([commit('c2', 'rename the logger', ...everywhere), commit('c1', 'logger writes to stderr', 'src/log.ts')]);
    expect(index.search('logger', 10).files.map((file) => file.path)).toEqual(['src/log.ts']);
  });

  test('of equal messages the newer commit weighs more, and a commit with fewer files more for each of them', () => {
    const filler = Array.from({ length: 300 }, (_, i) => commit(`f${i}`, `unrelated words number${i}`, `other-${i}.ts`));
    const byAge = new CommitIndex([commit('new', 'retry uploads', 'new.ts'), ...filler, commit('old', 'retry uploads', 'old.ts')]);
    expect(byAge.search('retry uploads', 2).files.map((file) => file.path)).toEqual(['new.ts', 'old.ts']);
    const byShare = new CommitIndex([commit('wide', 'retry uploads', 'a.ts', 'b.ts', 'c.ts'), commit('narrow', 'retry uploads', 'z.ts')]);
    expect(byShare.search('retry uploads', 1).files[0]!.path).toBe('z.ts');
  });

  test('coverage tells a commit about the whole question from one that shares a word', () => {
    const index = new CommitIndex([commit('c2', 'retry failed uploads with backoff', 'a.ts'), commit('c1', 'document the backoff', 'b.md')]);
    expect(index.search('retry failed uploads with backoff', 1).coverage).toBeGreaterThan(index.search('backoff of database connections during startup', 1).coverage);
  });

  test('no commits, no words, and only paths that are accepted', () => {
    expect(new CommitIndex([]).search('anything', 5)).toEqual({ files: [], coverage: 0 });
    const index = new CommitIndex([commit('c1', 'parse cookies', 'lib/a.js', 'docs/b.md')]);
    expect(index.search('', 5).files).toEqual([]);
    expect(index.search('cookies', 5, (path) => path.startsWith('docs/')).files.map((file) => file.path)).toEqual(['docs/b.md']);
  });
});

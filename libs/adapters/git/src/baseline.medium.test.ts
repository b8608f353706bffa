import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { splitBase } from './baseline.ts';
import { GitInfo } from './git-info.ts';
import { GitSource } from './git-source.ts';

const env = { ...process.env, GIT_AUTHOR_NAME: 'a', GIT_AUTHOR_EMAIL: 'a@b.c', GIT_COMMITTER_NAME: 'a', GIT_COMMITTER_EMAIL: 'a@b.c', GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' };
let base: string;
let repo: string;

beforeAll(() => {
  base = mkdtempSync(path.join(tmpdir(), 'twinmcp-baseline-'));
  repo = path.join(base, 'repo');
  execFileSync('git', ['init', '-q', '-b', 'main', repo], { env });
  write('pkg/a.ts', 'one\n');
  write('other.ts', 'x\n');
  commit();
  write('pkg/a.ts', 'two\n');
  commit();
  execFileSync('git', ['-C', repo, 'tag', 'v2'], { env });
  write('pkg/a.ts', 'three\n');
  write('pkg/b.ts', 'new\n');
  commit();
});
afterAll(() => rmSync(base, { recursive: true, force: true }));

const write = (file: string, content: string): void => {
  mkdirSync(path.dirname(path.join(repo, file)), { recursive: true });
  writeFileSync(path.join(repo, file), content);
};
const commit = (): void => {
  execFileSync('git', ['-C', repo, 'add', '-A'], { env });
  execFileSync('git', ['-C', repo, 'commit', '-q', '-m', 'm'], { env });
};

describe('Baseline', () => {
  it('holds the files of a commit, seen from a folder of the repository', async () => {
    const now = await new GitInfo({ env }).baseline(path.join(repo, 'pkg'), 'HEAD~1');
    expect([...now.paths]).toEqual(['a.ts']);
    expect(String(await now.read('a.ts'))).toBe('two\n');
    expect([now.same('a.ts', Buffer.from('two\n')), now.same('a.ts', Buffer.from('two\r\n')), now.same('a.ts', Buffer.from('three\n')), now.same('b.ts', Buffer.from('new\n'))]).toEqual([true, true, false, null]);
    expect(await now.read('b.ts')).toBeNull();
    now.close();
  });

  it('is found in a clone by tag, branch and steps back from what is read', async () => {
    const source = new GitSource({ url: repo, ref: 'main', cacheDir: path.join(base, 'clones'), env });
    await source.snapshot();
    for (const [given, content] of [['HEAD~1', 'two\n'], ['v2', 'two\n'], ['main~2', 'one\n'], ['HEAD', 'three\n']] as const) {
      const then = await source.baseline(given);
      expect([given, String(await then.read('pkg/a.ts'))]).toEqual([given, content]);
      then.close();
    }
    await expect(source.baseline('nowhere')).rejects.toMatchObject({ code: 'not-found' });
    await source.close();
  });

  it('refuses what is no commit, and folders without history', async () => {
    const info = new GitInfo({ env });
    await expect(info.baseline(repo, 'nowhere')).rejects.toMatchObject({ code: 'not-found' });
    await expect(info.baseline(repo, 'HEAD~99')).rejects.toMatchObject({ code: 'not-found' });
    await expect(info.baseline(base, 'HEAD')).rejects.toMatchObject({ code: 'unsupported' });
    for (const bad of ['--output=x', 'main:other.ts', 'a..b', ':/text', 'HEAD@{1}', '', '^main']) expect(() => splitBase(bad)).toThrow(/no branch, tag or commit/);
    expect(splitBase('release/1.x~2^')).toEqual({ ref: 'release/1.x', steps: '~2^' });
  });
});

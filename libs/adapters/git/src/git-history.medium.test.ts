import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { GitHistory } from './git-history.ts';

describe('GitHistory', () => {
  let root: string;
  const git = (...args: string[]) => execFileSync('git', ['-c', 'user.name=T', '-c', 'user.email=t@example.org', '-c', 'commit.gpgsign=false', ...args], { cwd: root, encoding: 'utf8' }).trim();
  const commit = async (message: string, files: Record<string, string>): Promise<string> => {
    for (const [file, text] of Object.entries(files)) {
      await mkdir(path.dirname(path.join(root, file)), { recursive: true });
      await writeFile(path.join(root, file), text);
    }
    git('add', '-A');
    git('commit', '--quiet', '-m', message);
    return git('rev-parse', 'HEAD');
  };

  beforeEach(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'twinmcp-log-'));
    git('init', '--quiet', '--initial-branch=main');
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  it('reads ancestors of a commit, never later ones, with renames followed', async () => {
    const text = `${'a line that stays\n'.repeat(20)}`;
    const first = await commit('start the parser\n\nwith a body', { 'packages/a/parse.ts': text, 'readme.md': 'x' });
    await rename(path.join(root, 'packages/a/parse.ts'), path.join(root, 'packages/a/parser.ts'));
    const second = await commit('rename the parser', {});
    const third = await commit('later work', { 'packages/a/parser.ts': `${text}more\n` });

    const history = new GitHistory({ root }, process.env);
    expect(await history.read(second, 10)).toEqual([
      { id: second, message: 'rename the parser', paths: ['packages/a/parser.ts'] },
      { id: first, message: 'start the parser\n\nwith a body', paths: ['packages/a/parser.ts', 'readme.md'] },
    ]);
    expect((await history.read(third, 1)).map(({ id }) => id)).toEqual([third]);

    // A workspace may be a folder of the repository: its paths are its own, commits elsewhere are not there.
    const below = await new GitHistory({ root: path.join(root, 'packages/a') }, process.env).read(third, 10);
    expect(below.map(({ paths }) => paths)).toEqual([['parser.ts'], ['parser.ts'], ['parser.ts']]);
    expect((await new GitHistory({ directory: path.join(root, '.git') }, process.env).read(third, 10)).map(({ id }) => id)).toEqual([third, second, first]);
  });

  it('tells no secret that stands in a message', async () => {
    const token = `ghp_${'aB3'.repeat(12)}`;
    const id = await commit(`remove the token ${token}`, { 'a.ts': 'x' });
    expect(await new GitHistory({ root }, process.env).read(id, 1)).toEqual([{ id, message: `remove the token ${'*'.repeat(token.length)}`, paths: ['a.ts'] }]);
  });

  it('takes nothing but a commit id', async () => {
    await commit('one', { a: '1' });
    expect(await new GitHistory({ root }, process.env).read('--output=/tmp/x', 10)).toEqual([]);
  });
});

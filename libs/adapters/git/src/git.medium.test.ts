import { execFileSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isDomainError, isLocalError } from '@twinmcp/kernel';
import { MemoryChunkSink, MemorySyntaxStore, IndexingRun } from '@twinmcp/workspaces';
import { PlainTextAnalyzer } from '@twinmcp/syntax';
import { BlobReader } from './blob-reader.ts';
import { GitCommand } from './git-command.ts';
import { GitInfo } from './git-info.ts';
import { checkRef, checkUrl, redactUrl } from './git-reference.ts';
import { GitSource } from './git-source.ts';

const IDENTITY = { GIT_AUTHOR_NAME: 'a', GIT_AUTHOR_EMAIL: 'a@b.c', GIT_COMMITTER_NAME: 'a', GIT_COMMITTER_EMAIL: 'a@b.c', GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' };

let base: string;
let repo: string;
let env: Record<string, string | undefined>;

beforeEach(() => {
  base = mkdtempSync(path.join(tmpdir(), 'twinmcp-git-'));
  repo = path.join(base, 'repo');
  env = { ...process.env, ...IDENTITY };
  execFileSync('git', ['init', '-q', '-b', 'main', repo], { env });
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

const git = (...args: string[]): string => execFileSync('git', ['-C', repo, ...args], { env, encoding: 'utf8' }).trim();
const write = (file: string, content: string | Buffer): void => {
  mkdirSync(path.dirname(path.join(repo, file)), { recursive: true });
  writeFileSync(path.join(repo, file), content);
};
const commit = (message = 'm'): string => {
  git('add', '-A');
  git('commit', '-q', '--allow-empty', '-m', message);
  return git('rev-parse', 'HEAD');
};

describe('GitInfo', () => {
  const differs = async (root: string, file: string) => (await new GitInfo({ env }).revision(root))!.differs(file, await readFile(path.join(root, file)));

  it('knows the commit and what differs from it', async () => {
    expect(await new GitInfo({ env }).revision(repo)).toBeNull(); // before the first commit
    write('a b/größe.ts', 'one\n');
    write('same.ts', 'same\n');
    const id = commit();
    const info = new GitInfo({ env });
    expect((await info.revision(repo))!.commit).toBe(id);
    write('a b/größe.ts', 'two\n');
    write('new.ts', 'new\n');
    expect(await Promise.all(['a b/größe.ts', 'same.ts', 'new.ts'].map((file) => differs(repo, file)))).toEqual([true, false, true]);
    const second = commit();
    const revision = (await info.revision(repo))!;
    expect(revision.commit).toBe(second);
    expect(revision.differs('a b/größe.ts', Buffer.from('two\n'))).toBe(false);
  });

  it('works in a subdirectory, a worktree, with packed refs and a detached head', async () => {
    write('pkg/x.ts', 'x\n');
    const id = commit();
    expect(await differs(path.join(repo, 'pkg'), 'x.ts')).toBe(false);
    git('pack-refs', '--all');
    expect((await new GitInfo({ env }).revision(repo))!.commit).toBe(id);
    const tree = path.join(base, 'tree');
    git('worktree', 'add', '-q', '-b', 'side', tree);
    expect(await new GitInfo({ env }).revision(tree)).toMatchObject({ commit: id });
    expect(await differs(tree, 'pkg/x.ts')).toBe(false);
    git('checkout', '-q', '--detach');
    expect((await new GitInfo({ env }).revision(repo))!.commit).toBe(id);
  });

  it('does not call a file different for its line ends', async () => {
    git('config', 'core.autocrlf', 'true');
    write('crlf.txt', 'a\r\nb\r\n');
    commit();
    expect(git('status', '--porcelain')).toBe('');
    expect(await differs(repo, 'crlf.txt')).toBe(false);
    write('crlf.txt', 'a\r\nc\r\n');
    expect(await differs(repo, 'crlf.txt')).toBe(true);
  });

  it('is null outside git', async () => expect(await new GitInfo({ env }).revision(base)).toBeNull());

  it('reads a repository of another user, and starts nothing that it names', async () => {
    write('a.ts', 'a\n');
    const id = commit();
    const mark = path.join(base, 'executed');
    const script = path.join(base, 'evil.sh');
    writeFileSync(script, `#!/bin/sh\ntouch ${mark}\n`, { mode: 0o755 });
    for (const key of ['core.fsmonitor', 'core.sshCommand', 'filter.x.clean', 'filter.x.smudge', 'core.pager', 'diff.external', 'uploadpack.packObjectsHook']) git('config', key, script);
    mkdirSync(path.join(repo, '.git/hooks'), { recursive: true });
    for (const hook of ['reference-transaction', 'post-checkout', 'pre-auto-gc', 'post-index-change']) writeFileSync(path.join(repo, '.git/hooks', hook), `#!/bin/sh\ntouch ${mark}\n`, { mode: 0o755 });
    write('.gitattributes', '* filter=x\n');
    if (process.getuid?.() === 0) for (const file of [repo, path.join(repo, '.git')]) chownSync(file, 65_534, 65_534);
    const revision = await new GitInfo({ env }).revision(repo);
    expect(revision!.commit).toBe(id);
    expect(revision!.differs('a.ts', Buffer.from('a\n'))).toBe(false);
    const source = new GitSource({ url: repo, ref: 'main', cacheDir: path.join(base, 'cache'), env });
    expect((await source.snapshot()).commit).toBe(id);
    await source.close();
    expect(existsSync(mark)).toBe(false);
  });
});

describe('GitSource', () => {
  const sources: GitSource[] = [];
  afterEach(() => Promise.all(sources.splice(0).map((source) => source.close())));
  const open = (ref: string, cache = 'cache', url = repo): GitSource => {
    const source = new GitSource({ url, ref, cacheDir: path.join(base, cache), env });
    sources.push(source);
    return source;
  };

  it('lists and reads a commit', async () => {
    write('src/größe x.ts', 'const x = 1;\n');
    write('.env', 'TOKEN=1\n');
    write('node_modules/y/index.js', 'y\n');
    write('docs/skip.md', '# no\n');
    write('.twinmcpignore', 'docs/\n');
    write('ignored-but-committed.log', 'log\n');
    write('.gitignore', '*.log\n');
    symlinkSync('/etc/passwd', path.join(repo, 'link'));
    git('add', '-f', 'ignored-but-committed.log');
    git('add', '.');
    git('update-index', '--add', '--cacheinfo', `160000,${'1'.repeat(40)},sub`);
    git('commit', '-q', '-m', 'm');
    writeFileSync(path.join(repo, 'src/größe x.ts'), 'uncommitted\n');
    const source = open('main');
    const snapshot = await source.snapshot();
    expect(snapshot.commit).toBe(git('rev-parse', 'HEAD'));
    expect(snapshot.entries.map((entry) => entry.path).sort()).toEqual(['.gitignore', '.twinmcpignore', 'ignored-but-committed.log', 'src/größe x.ts']);
    expect(Object.fromEntries(snapshot.skipped.map((skip) => [skip.path, skip.reason]))).toEqual({ '.env': 'secret', 'node_modules/': 'ignored', 'docs/': 'ignored', link: 'symlink', sub: 'unsupported' });
    expect(await source.read('src/größe x.ts')).toEqual({ ok: true, content: Buffer.from('const x = 1;\n') });
    for (const file of ['.env', 'link', 'sub', 'gone', '../repo/src/a']) expect((await source.read(file)).ok).toBe(false);
    expect((await source.revision())!.differs('src/größe x.ts', Buffer.from(''))).toBe(false);
  });

  it('goes from commit to commit reading changed blobs only', async () => {
    for (let i = 0; i < 50; i++) write(`f${i}.ts`, `const f = ${i};\n`);
    const a = commit('a');
    write('f7.ts', 'const f = "seven";\n');
    rmSync(path.join(repo, 'f8.ts'));
    write('new.ts', 'new\n');
    const b = commit('b');
    git('branch', 'eval', a);
    const store = new MemorySyntaxStore();
    const sink = new MemoryChunkSink();
    const source = open('eval');
    const read: string[] = [];
    const counted = { snapshot: source.snapshot.bind(source), assertThere: source.assertThere.bind(source), revision: source.revision.bind(source), close: async () => {}, read: (file: string) => (read.push(file), source.read(file)) };
    const index = () => new IndexingRun({ source: counted, store, sink, analyzer: new PlainTextAnalyzer() }).execute();
    expect(await index()).toMatchObject({ files: 50, commit: a });
    read.length = 0;
    git('branch', '-f', 'eval', b);
    expect(await index()).toMatchObject({ added: 1, changed: 1, removed: 1, unchanged: 48, commit: b });
    expect(read.sort()).toEqual(['f7.ts', 'new.ts']);
    git('branch', '-f', 'eval', a);
    expect(await index()).toMatchObject({ added: 1, changed: 1, removed: 1, commit: a, generation: 3 });
  });

  it('takes branches, tags and commits, and pins an older one in another clone', async () => {
    write('a.ts', 'one\n');
    const first = commit();
    git('tag', '-a', 'v1', '-m', 'v1');
    write('a.ts', 'two\n');
    const second = commit();
    expect((await open('v1').snapshot()).commit).toBe(first);
    expect((await open('HEAD').snapshot()).commit).toBe(second);
    expect((await open(first).snapshot()).commit).toBe(first);
    const replica = open('main', 'other-cache');
    await replica.pin(first);
    expect(await replica.read('a.ts')).toEqual({ ok: true, content: Buffer.from('one\n') });
  });

  it('does not see later objects of a clone that lacks them', async () => {
    write('a.ts', 'one\n');
    const first = commit();
    execFileSync('git', ['clone', '-q', '--no-local', repo, path.join(base, 'past')], { env });
    write('a.ts', 'later\n');
    const later = commit();
    const source = open('HEAD', 'cache', path.join(base, 'past'));
    expect((await source.snapshot()).commit).toBe(first);
    await expect(source.pin(later)).rejects.toThrow();
    await expect(open(later, 'cache', path.join(base, 'past')).snapshot()).rejects.toMatchObject({ code: 'workspace-unreadable' });
  });

  it('says what is wrong', async () => {
    commit();
    const failure = async (source: () => GitSource) => {
      try {
        await source().snapshot();
        return 'fine';
      } catch (error) {
        return isDomainError(error) ? `${error.code}: ${error.message}` : String(error);
      }
    };
    expect(await failure(() => open('no-such-branch'))).toMatch(/workspace-unreadable: .* has no branch, tag or commit "no-such-branch"/);
    expect(await failure(() => open('main', 'cache', path.join(base, 'gone')))).toMatch(/workspace-unreadable: .*cannot be fetched/);
    for (const url of ['ext::sh -c "touch /tmp/x"', '--upload-pack=touch x', 'relative/path', 'fd::17', 'https://x y', 'file://a\nb']) expect(await failure(() => open('main', 'cache', url))).toMatch(/workspace-unreadable: .*cannot be cloned/);
    for (const ref of ['-x', '--all', 'a..b', 'main~1', 'a b', 'x:y', '@{-1}', '*', '']) expect(await failure(() => open(ref))).toMatch(/no branch, tag or commit/);
  });

  it('is rebuilt when its clone was deleted or damaged half-way', async () => {
    write('a.ts', 'one\n');
    const id = commit();
    await open('main').snapshot();
    rmSync(path.join(base, 'cache'), { recursive: true });
    expect((await open('main').snapshot()).commit).toBe(id);
  });
});

describe('BlobReader', () => {
  it('answers many questions at once, in order, and big ones', async () => {
    const contents = Array.from({ length: 200 }, (_, i) => Buffer.from(i % 50 === 0 ? `${i}`.repeat(300_000) : `${i}\n\n`));
    contents.forEach((content, i) => write(`f${i}`, content));
    commit();
    const reader = new BlobReader(new GitCommand(env), path.join(repo, '.git'));
    const ids = contents.map((_, i) => git('rev-parse', `HEAD:f${i}`));
    const answers = await Promise.all(ids.map((id) => reader.read(id)));
    answers.forEach((answer, i) => expect(answer!.equals(contents[i]!)).toBe(true));
    expect(await reader.read('0'.repeat(40))).toBeNull();
    expect(await reader.read(git('rev-parse', 'HEAD'))).toBeNull(); // a commit is no file
    expect((await reader.read(ids[1]!))!.toString()).toBe('1\n\n');
    await expect(reader.read('HEAD:f1')).rejects.toThrow(/no object id/);
    const pending = reader.read(ids[0]!).catch((error: unknown) => error);
    reader.close();
    expect(isLocalError(await pending, 'cancelled')).toBe(true);
    expect((await reader.read(ids[1]!))!.toString()).toBe('1\n\n'); // starts again
    reader.close();
  });
});

describe('references', () => {
  it('keeps passwords out of messages', () => {
    expect(redactUrl('https://user:pa55@host/x')).toBe('https://***@host/x');
    expect(() => checkUrl('https://user:pa55@ho st/x')).toThrow(/^(?!.*pa55)/);
    expect(checkUrl('git@host:org/repo.git')).toEqual({ url: 'git@host:org/repo.git', local: false });
    expect(checkRef('feature/größe')).toBe('feature/größe');
  });

  it('ignores the repository that a surrounding git command points at', async () => {
    write('a.ts', 'a\n');
    commit();
    const out = await new GitCommand({ ...env, GIT_DIR: '/nowhere', GIT_INDEX_FILE: '/nowhere/index' }).run(['rev-parse', 'HEAD'], { cwd: repo });
    expect(out.toString().trim()).toBe(git('rev-parse', 'HEAD'));
    expect(readFileSync(path.join(repo, '.git/HEAD'), 'utf8')).toContain('main');
  });
});

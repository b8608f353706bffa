import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isDomainError, sleep } from '@twinmcp/kernel';
import { PathPolicy, outermost, withinAny, type Snapshot } from '@twinmcp/workspaces';
import fc from 'fast-check';
import { DirectorySource, canonicalRoot } from './directory-source.ts';

describe('DirectorySource on a real file system', () => {
  let base: string;
  let root: string;
  let source: DirectorySource;

  beforeEach(() => {
    base = mkdtempSync(path.join(tmpdir(), 'twinmcp-fs-'));
    root = path.join(base, 'project');
    mkdirSync(root);
    source = new DirectorySource({ root });
  });
  afterEach(() => rmSync(base, { recursive: true, force: true }));

  const write = (file: string | Buffer, content: string | Buffer = 'x\n'): void => {
    if (typeof file === 'string') mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(Buffer.concat([Buffer.from(`${root}/`), Buffer.from(file)]), content);
  };
  const paths = (snapshot: Snapshot): string[] => snapshot.entries.map((entry) => entry.path);
  const reasonOf = (snapshot: Snapshot, file: string): string | undefined => snapshot.skipped.find((skip) => skip.path === file)?.reason;

  it('tells a root that went away from files that did', async () => {
    write('a.ts');
    await source.snapshot();
    await expect(source.assertThere()).resolves.toBeUndefined();
    rmSync(root, { recursive: true });
    await expect(source.assertThere()).rejects.toMatchObject({ code: 'workspace-unreadable' });
  });

  it('lists names as they are: spaces, quotes, line breaks, other scripts', async () => {
    const names = ['a b.ts', "it's \"q\".md", 'größe/straße.py', '日本語/ファイル.go', 'new\nline.txt', 'back\\slash.txt', '🦊.ts', '-rf.ts', '%2e%2e.ts'];
    for (const name of names) write(name, name);
    const snapshot = await source.snapshot();
    expect(paths(snapshot)).toEqual([...names].sort());
    for (const name of names) expect(await source.read(name)).toMatchObject({ ok: true, content: Buffer.from(name) });
  });

  it('says of some paths what it says of them when it lists everything', async () => {
    for (const file of ['a.ts', 'src/b.ts', 'src/deep/c.ts', 'src/deep/d.log', 'build/out.ts', 'keep/build/in.ts', 'node_modules/x/i.js', '.env', 'logo.png', 'a/b/c/d/e.ts', 'src2/b.ts']) write(file);
    write('.gitignore', '*.log\nbuild/\n');
    write('keep/.twinmcpignore', '!build/\n');
    write('src/deep/.gitignore', '!d.log\nc.ts\n');
    symlinkSync('.', path.join(root, 'src/loop'));
    symlinkSync('a.ts', path.join(root, 'link.ts'));
    const whole = await source.snapshot();
    const version = (entries: Snapshot['entries']) => entries.map(({ path: file, size }) => `${file} ${size}`);
    const candidates = ['a.ts', 'src', 'src/b.ts', 'src/deep', 'src/deep/c.ts', 'src/deep/d.log', 'build', 'build/out.ts', 'keep', 'keep/build', 'keep/build/in.ts', 'node_modules/x/i.js', '.env', 'logo.png', 'a', 'a/b/c', 'src/loop', 'src/loop/a.ts', 'link.ts', 'gone.ts', 'gone/x.ts', 'a.ts/x', '../up.ts', '/etc/passwd', 'src//b.ts'];
    await fc.assert(fc.asyncProperty(fc.uniqueArray(fc.constantFrom(...candidates), { minLength: 1, maxLength: 6 }), async (asked) => {
      const scope = outermost(asked);
      const within = withinAny(scope);
      const some = (await source.snapshotOf(scope))!;
      expect(version(some.entries)).toEqual(version(whole.entries.filter((entry) => within(entry.path))));
      expect(some.skipped.map((skip) => skip.path).sort()).toEqual(whole.skipped.filter((skip) => within(skip.path)).map((skip) => skip.path).sort());
    }), { numRuns: 200 });
    expect(await source.snapshotOf(['a.ts', 'src/.gitignore'])).toBeNull();
    rmSync(root, { recursive: true });
    await expect(source.snapshotOf(['a.ts'])).rejects.toMatchObject({ code: 'workspace-unreadable' });
  });

  it('skips with a reason what it cannot index', async () => {
    write(Buffer.from([0x62, 0xff, 0x2e, 0x74, 0x73]));
    write('.env');
    write('logo.png');
    write('big.json', Buffer.alloc(30_000_000, '1'));
    mkdirSync(path.join(root, 'loop/deep'), { recursive: true });
    write('loop/deep/real.ts');
    symlinkSync('..', path.join(root, 'loop/up'));
    symlinkSync('deep/real.ts', path.join(root, 'loop/link.ts'));
    symlinkSync('/etc/passwd', path.join(root, 'passwd.txt'));
    symlinkSync('nowhere', path.join(root, 'dangling'));
    execFileSync('mkfifo', [path.join(root, 'pipe.ts')]);
    const snapshot = await source.snapshot();
    expect(paths(snapshot)).toEqual(['loop/deep/real.ts']);
    expect(Object.fromEntries(snapshot.skipped.map(({ path: file, reason }) => [file, reason]))).toEqual({
      'b\uFFFD.ts': 'invalid-encoding', '.env': 'secret', 'logo.png': 'binary', 'big.json': 'too-large', 'loop/up': 'symlink', 'loop/link.ts': 'symlink', 'passwd.txt': 'symlink', dangling: 'symlink', 'pipe.ts': 'unsupported',
    });
  });

  it('reads nothing outside the root, no link, no secret, no pipe', async () => {
    writeFileSync(path.join(base, 'outside.txt'), 'secret\n');
    mkdirSync(path.join(base, 'elsewhere'));
    writeFileSync(path.join(base, 'elsewhere/file.txt'), 'secret\n');
    write('.env');
    write('.git/config');
    write('package-lock.json', '{}');
    symlinkSync('../outside.txt', path.join(root, 'link.txt'));
    symlinkSync('../elsewhere', path.join(root, 'dir'));
    execFileSync('mkfifo', [path.join(root, 'pipe')]);
    const reason = async (file: string) => {
      const read = await source.read(file);
      return read.ok ? 'read' : read.reason;
    };
    expect(await reason('../outside.txt')).toBe('outside-root');
    expect(await reason('a/../../outside.txt')).toBe('outside-root');
    expect(await reason('/etc/passwd')).toBe('outside-root');
    expect(await reason('a\0b')).toBe('outside-root');
    expect(await reason('./x')).toBe('outside-root');
    expect(await reason('link.txt')).toBe('symlink');
    expect(await reason('dir/file.txt')).toBe('symlink');
    expect(await reason('.env')).toBe('secret');
    expect(await reason('.git/config')).toBe('ignored');
    expect(await reason('pipe')).toBe('unsupported');
    expect(await reason('dir')).toBe('symlink');
    expect(await reason('gone.ts')).toBe('vanished');
    expect(await reason('package-lock.json')).toBe('read'); // not indexed, but a manifest that others need
    const small = new DirectorySource({ root, maxFileSize: 1 });
    expect(await small.read('package-lock.json')).toMatchObject({ ok: false, reason: 'too-large' });
  });

  it('gives a changed file another version, also when its size and times look the same', async () => {
    write('a.ts', 'one\n');
    write('b.ts', 'one\n');
    await sleep(120); // past the racy window
    const version = async (file: string) => (await source.snapshot()).entries.find((entry) => entry.path === file)!.version;
    const before = [await version('a.ts'), await version('b.ts')];
    expect([await version('a.ts'), await version('b.ts')]).toEqual(before);
    execFileSync('sh', ['-c', 'cp -p a.ts keep && printf "two\\n" > a.ts && touch -r keep a.ts'], { cwd: root });
    await sleep(120);
    expect(await version('a.ts')).not.toBe(before[0]);
    expect(await version('b.ts')).toBe(before[1]);
  });

  it('reads parts of a file that has not changed, and of no other', async () => {
    write('a.ts', 'one\ntwo\nthree\n');
    await sleep(120); // past the racy window
    const { version } = (await source.read('a.ts')) as { version: string };
    expect(typeof version).toBe('string');
    write('now.ts');
    utimesSync(path.join(root, 'now.ts'), Date.now() / 1_000 + 9, Date.now() / 1_000 + 9);
    expect(await source.read('now.ts')).toEqual({ ok: true, content: Buffer.from('x\n') }); // a change right after it might go unseen
    const parts = (file = 'a.ts', of = version) => source.readParts(file, of, [{ from: 4, to: 8 }, { from: 0, to: 4 }])?.map((part) => Buffer.from(part).toString()) ?? null;
    expect(parts()).toEqual(['two\n', 'one\n']);
    expect(source.readParts('a.ts', version, [])).toEqual([]);
    expect(parts('../project/a.ts')).toBeNull();
    symlinkSync('a.ts', path.join(root, 'link.ts'));
    expect(parts('link.ts')).toBeNull();
    execFileSync('sh', ['-c', 'cp -p a.ts keep && printf "uno\nduo\ntrios\n" > a.ts && touch -r keep a.ts'], { cwd: root });
    expect(parts()).toBeNull();
    rmSync(path.join(root, 'a.ts'));
    expect(parts()).toBeNull();
  });

  it('obeys nested ignore files, those above the root, and info/exclude', async () => {
    execFileSync('git', ['init', '-q', base]);
    writeFileSync(path.join(base, '.gitignore'), '/project/generated/\n*.tmp\n');
    writeFileSync(path.join(base, '.git/info/exclude'), 'private.md\n');
    for (const file of ['generated/a.ts', 'x.tmp', 'sub/keep.tmp', 'sub/.gitignore', 'private.md', 'sub/old.ts', '.twinmcpignore', 'src/a.ts', 'docs/a.md', 'dist/take.js']) write(file);
    write('sub/.gitignore', '!keep.tmp\nold.ts\n');
    write('.twinmcpignore', 'docs/\n!dist/\n');
    const snapshot = await source.snapshot();
    expect(paths(snapshot)).toEqual(['.twinmcpignore', 'dist/take.js', 'src/a.ts', 'sub/.gitignore', 'sub/keep.tmp']);
    expect(reasonOf(snapshot, 'docs/')).toBe('ignored');
  });

  it('lists what git lists, for any ignore files', async () => {
    const names = ['a', 'b', 'ab', 'c.x', 'd e', '#x', 'sub', 'sub2'];
    const pattern = fc.tuple(fc.constantFrom('', '!'), fc.constantFrom('', '/', '**/', 'sub/', 'a/'), fc.constantFrom('a', 'b', '*', '?', 'a*', '*.x', '[ab]', '[!a]', '[a-', '\\#x', 'd\\ e', 'sub', '**', 'a**b', '*b'), fc.constantFrom('', '/', '/**', '/*', ' ')).map((parts) => parts.join(''));
    const file = fc.array(fc.constantFrom(...names), { minLength: 1, maxLength: 3 });
    const tree = fc.record({ files: fc.array(file, { minLength: 1, maxLength: 8 }), root: fc.array(pattern, { maxLength: 4 }), sub: fc.array(pattern, { maxLength: 3 }) });
    const everything = new PathPolicy({ outputDirectories: [] });
    execFileSync('git', ['init', '-q', root]);
    await fc.assert(fc.asyncProperty(tree, async ({ files, root: rules, sub }) => {
      execFileSync('find', [root, '-mindepth', '1', '-maxdepth', '1', '-not', '-name', '.git', '-exec', 'rm', '-rf', '{}', '+']);
      for (const segments of files) {
        try {
          write(segments.join('/'));
        } catch {
          // a name cannot be both file and directory
        }
      }
      write('.gitignore', `${rules.join('\n')}\n`);
      try {
        write('sub/.gitignore', `${sub.join('\n')}\n`);
      } catch {
        // sub is a file in this tree
      }
      const git = execFileSync('git', ['-C', root, 'ls-files', '-z', '--others', '--exclude-standard'], { encoding: 'utf8' }).split('\0').filter((line) => line !== '').sort();
      expect(paths(await new DirectorySource({ root, policy: everything }).snapshot())).toEqual(git);
    }), { numRuns: 150 });
  }, 120_000);

  it('says what is wrong with a root', async () => {
    writeFileSync(path.join(base, 'file'), '');
    symlinkSync('self', path.join(base, 'self'));
    const message = async (directory: string) => canonicalRoot(directory).then(() => 'fine', (error: unknown) => (isDomainError(error) && error.code === 'workspace-unreadable' ? error.message : `other: ${String(error)}`));
    expect(await message(path.join(base, 'gone'))).toMatch(/does not exist: check the path/);
    expect(await message(path.join(base, 'file'))).toMatch(/not a directory/);
    expect(await message('relative/path')).toMatch(/not an absolute path/);
    expect(await message(path.join(base, 'self'))).toMatch(/leads back to itself/);
    symlinkSync(root, path.join(base, 'alias'));
    expect(await canonicalRoot(path.join(base, 'alias'))).toBe(await canonicalRoot(root));
    rmSync(root, { recursive: true });
    await expect(source.snapshot()).rejects.toMatchObject({ code: 'workspace-unreadable' });
  });

  it('lists the rest when a directory or a file may not be read', async () => {
    for (const file of ['open.ts', 'closed/a.ts', 'closed.ts']) write(file);
    for (const directory of [base, root]) chmodSync(directory, 0o755);
    for (const closed of ['closed', 'closed.ts']) chmodSync(path.join(root, closed), 0);
    const isRoot = process.geteuid?.() === 0;
    if (isRoot) process.seteuid!(65_534); // root reads everything; nobody does not
    try {
      const snapshot = await source.snapshot();
      expect(reasonOf(snapshot, 'closed/')).toBe('unreadable');
      expect(paths(snapshot)).toEqual(['closed.ts', 'open.ts']);
      expect(await source.read('closed.ts')).toEqual({ ok: false, reason: 'unreadable', detail: 'permission denied' });
      expect(await source.read('open.ts')).toMatchObject({ ok: true });
    } finally {
      if (isRoot) process.seteuid!(0);
      chmodSync(path.join(root, 'closed'), 0o700);
    }
  });

  it('survives files that come and go while it lists', async () => {
    for (let i = 0; i < 200; i++) write(`d${i % 10}/f${i}.ts`);
    const churn = new AbortController();
    const churning = (async () => {
      for (let i = 0; !churn.signal.aborted; i = (i + 1) % 10) {
        rmSync(path.join(root, `d${i}`), { recursive: true, force: true });
        write(`d${i}/f${i}.ts`);
        await new Promise((resolve) => setImmediate(resolve));
      }
    })();
    for (let i = 0; i < 10; i++) for (const entry of (await source.snapshot()).entries) expect(['vanished', undefined]).toContain(((r) => (r.ok ? undefined : r.reason))(await source.read(entry.path)));
    churn.abort();
    await churning;
  });
});

import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { pack, type Headers } from 'tar-stream';
import { zipOf, type ArchiveEntry } from '@twinmcp/testing';
import { ARCHIVE_LIMITS, findInstalled, readArchive } from './index.ts';

const about = { ecosystem: 'npm', name: 'left', version: '1.0.0' } as const;

async function archive(entries: readonly (Headers & { content?: string | Buffer })[]): Promise<Buffer> {
  const tar = pack();
  for (const { content = '', ...header } of entries) tar.entry(header, header.type === undefined || header.type === 'file' ? content : '');
  tar.finalize();
  return gzipSync(await buffer(tar));
}

describe('archives', () => {
  it('are read in memory, without their first folder', async () => {
    const files = await readArchive(await archive([{ name: 'package/package.json', content: '{"types":"a.d.ts"}' }, { name: 'package/README.md', content: '# Left' }, { name: 'package/logo.png', content: 'x' }]), about);
    expect([await files.list(), files.manifest]).toEqual([[{ path: 'logo.png', bytes: 1 }, { path: 'package.json', bytes: 18 }, { path: 'README.md', bytes: 6 }], { types: 'a.d.ts' }]);
    expect([new TextDecoder().decode((await files.read('README.md', 100))!), await files.read('logo.png', 100), await files.read('README.md', 3)]).toEqual(['# Left', null, null]);
  });

  it.each<[string, Headers & { content?: string }]>([
    ['leads out', { name: 'package/../../evil.md', content: 'x' }],
    ['leads out', { name: '/etc/passwd', content: 'x' }],
    ['leads out', { name: 'package\\..\\evil.md', content: 'x' }],
    ['is a link', { name: 'package/README.md', type: 'symlink', linkname: '/etc/passwd' }],
    ['is a link', { name: 'package/README.md', type: 'link', linkname: '/etc/passwd' }],
    ['is a character-device', { name: 'package/x', type: 'character-device' }],
  ])('that are hostile are refused: one that %s', async (why, entry) => {
    await expect(readArchive(await archive([{ name: 'package/ok.md', content: 'fine' }, entry]), about)).rejects.toMatchObject({ code: 'unsupported', message: expect.stringContaining(why) });
  });

  it('that are bombs are refused before they are unpacked', async () => {
    const bomb = await archive([{ name: 'package/zeros.md', content: Buffer.alloc(40 * 1_048_576) }]);
    expect(bomb.length).toBeLessThan(100_000);
    await expect(readArchive(bomb, about)).rejects.toMatchObject({ code: 'unsupported', message: expect.stringContaining('times its size') });
    await expect(readArchive(await archive(Array.from({ length: 30 }, (_, i) => ({ name: `package/${i}.md`, content: 'x' }))), about, { limits: { ...ARCHIVE_LIMITS, entries: 20 } })).rejects.toMatchObject({ message: expect.stringContaining('more than 20 entries') });
    await expect(readArchive(await archive([{ name: 'package/a.md', content: 'x'.repeat(5_000) }]), about, { limits: { ...ARCHIVE_LIMITS, totalBytes: 4_000 } })).rejects.toMatchObject({ code: 'unsupported' });
  });

  it.each(['not gzip at all', gzipSync('neither a tar')])('that are no archives are refused', async (content) => {
    const answer = await readArchive(Buffer.from(content), about).then((files) => files.list(), (error: { code: string }) => error.code);
    expect(answer === 'unsupported' || (Array.isArray(answer) && answer.length === 0)).toBe(true);
  });
});

describe('zip archives', () => {
  const wheel = { ecosystem: 'pypi', name: 'thing', version: '1.0.0' } as const;
  const module = { ecosystem: 'go', name: 'example.org/thing', version: 'v1.0.0' } as const;

  it('are read like the others: wheels as they are, modules of Go without the folder of their version', async () => {
    const files = await readArchive(zipOf([{ name: 'thing/__init__.py', content: '"""Thing."""' }, { name: 'thing-1.0.0.dist-info/METADATA', content: 'Name: thing\n\n# Thing' }, { name: 'thing/data.bin', content: 'x' }]), wheel);
    expect((await files.list()).map(({ path: at }) => at)).toEqual(['thing-1.0.0.dist-info/METADATA', 'thing/__init__.py', 'thing/data.bin']);
    expect(await files.read('thing/data.bin', 100)).toBeNull();
    const go = [{ name: 'example.org/thing@v1.0.0/README.md', content: '# Thing\n' }, { name: 'example.org/thing@v1.0.0/a.go', content: 'package thing\n' }];
    // What the go command computes of these two files.
    const goSum = 'h1:XK0MRBPeSiAd254/S8RFTzy+JRCIMsj2pdqnvHlbV9w=';
    const found = await readArchive(zipOf(go), module, { goSum }).then((one) => one.list());
    expect(found.map(({ path: at }) => at)).toEqual(['a.go', 'README.md']);
    await expect(readArchive(zipOf([go[0]!, { ...go[1]!, content: 'package evil\n' }]), module, { goSum })).rejects.toMatchObject({ code: 'unsupported', message: expect.stringContaining('go.sum') });
  });

  it.each<[string, ArchiveEntry]>([
    ['leads out', { name: '../evil.md', content: 'x' }],
    ['leads out', { name: '/etc/passwd', content: 'x' }],
    ['leads out', { name: 'a\\..\\b.md', content: 'x' }],
    ['is a link', { name: 'README.md', content: '/etc/passwd', kind: 'link' }],
    ['of no kind', { name: 'README.md', content: 'x', kind: 'device' }],
    ['damaged', { name: 'README.md', content: 'x'.repeat(50), claimed: 10 }],
  ])('that are hostile are refused: one that %s', async (why, entry) => {
    await expect(readArchive(zipOf([{ name: 'ok.md', content: 'fine' }, entry]), wheel)).rejects.toMatchObject({ code: 'unsupported', message: expect.stringContaining(why) });
  });

  it('that are bombs, or hold files of elsewhere, are refused', async () => {
    await expect(readArchive(zipOf([{ name: 'zeros.md', content: Buffer.alloc(40 * 1_048_576) }]), wheel)).rejects.toMatchObject({ message: expect.stringContaining('times its size') });
    await expect(readArchive(zipOf([{ name: 'a.md', content: 'x'.repeat(5_000) }]), wheel, { limits: { ...ARCHIVE_LIMITS, totalBytes: 4_000 } })).rejects.toMatchObject({ code: 'unsupported' });
    await expect(readArchive(zipOf(Array.from({ length: 30 }, (_, i) => ({ name: `${i}.md` }))), wheel, { limits: { ...ARCHIVE_LIMITS, entries: 20 } })).rejects.toMatchObject({ message: expect.stringContaining('more than 20 entries') });
    await expect(readArchive(zipOf([{ name: 'example.org/other@v1.0.0/a.go', content: 'x' }]), module)).rejects.toMatchObject({ message: expect.stringContaining('does not lie in') });
    await expect(readArchive(Buffer.concat([Buffer.from('PK\u0003\u0004', 'latin1'), Buffer.alloc(50)]), wheel)).rejects.toMatchObject({ message: expect.stringContaining('no zip archive') });
  });
});

describe('installed packages', () => {
  let root: string;
  const write = (file: string, text: string) => {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  };
  beforeEach(() => { root = realpathSync(mkdtempSync(path.join(tmpdir(), 'twinmcp-packages-'))); });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it('are found in the exact version or not at all', async () => {
    write('node_modules/left/package.json', '{"name":"left","version":"1.2.3"}');
    write('node_modules/left/README.md', '# Left');
    write('apps/a/node_modules/left/package.json', '{"name":"left","version":"2.0.0"}');
    expect((await findInstalled({ ecosystem: 'npm', name: 'left', version: '1.2.3', root })).files?.version).toBe('1.2.3');
    expect((await findInstalled({ ecosystem: 'npm', name: 'left', version: '2.0.0', root, places: ['apps/a/node_modules/left'] })).files?.version).toBe('2.0.0');
    expect(await findInstalled({ ecosystem: 'npm', name: 'left', version: '3.0.0', root })).toEqual({ files: null, others: ['1.2.3'] });
    expect((await (await findInstalled({ ecosystem: 'npm', name: 'left', version: null, root })).files!.list()).map((file) => file.path)).toEqual(['package.json', 'README.md']);
  });

  it('never lead outside: by name, by link of the package, by link in it', async () => {
    write('node_modules/left/package.json', '{"name":"left","version":"1.0.0"}');
    symlinkSync('/etc/hostname', path.join(root, 'node_modules/left/README.md'));
    symlinkSync('/etc', path.join(root, 'node_modules/left/docs'));
    symlinkSync('/usr', path.join(root, 'node_modules/away'));
    const { files } = await findInstalled({ ecosystem: 'npm', name: 'left', version: null, root });
    expect([(await files!.list()).map((file) => file.path), await files!.read('README.md', 1_000), await files!.read('docs/hostname', 1_000), await files!.read('../../../etc/hostname', 1_000)]).toEqual([['package.json'], null, null, null]);
    for (const name of ['../left', 'left/../../..', '/etc', 'away', 'a\0b', '@x/../../y']) expect((await findInstalled({ ecosystem: 'npm', name, version: null, root })).files).toBeNull();
  });

  it('of Python have their own files only', async () => {
    const site = '.venv/lib/python3.12/site-packages';
    write(`${site}/flask_login-0.6.3.dist-info/RECORD`, 'flask_login/__init__.py,sha256=x,1\n../../bin/evil,,\nflask_login-0.6.3.dist-info/METADATA,,\n');
    write(`${site}/flask_login/__init__.py`, '"""Login."""\n');
    write(`${site}/other/__init__.py`, '');
    const { files } = await findInstalled({ ecosystem: 'pypi', name: 'Flask-Login', version: '0.6.3', root });
    expect((await files!.list()).map((file) => file.path)).toEqual(['flask_login-0.6.3.dist-info/RECORD', 'flask_login/__init__.py']);
  });

  it('that are private say so', async () => {
    write('node_modules/mine/package.json', '{"name":"mine","version":"1.0.0","private":true}');
    write('node_modules/ours/package.json', '{"name":"ours","version":"1.0.0","publishConfig":{"registry":"https://npm.corp.example/"}}');
    write('node_modules/open/package.json', '{"name":"open","version":"1.0.0"}');
    const hidden = async (name: string, byLock = false) => (await findInstalled({ ecosystem: 'npm', name, version: null, root, private: byLock })).files?.private;
    expect([await hidden('mine'), await hidden('ours'), await hidden('open'), await hidden('open', true)]).toEqual([true, true, false, true]);
  });
});

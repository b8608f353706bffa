import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { astAnalysis, workspaceIndexed, type EventPayload } from '@twinmcp/contracts';
import { contentHash, sleep } from '@twinmcp/kernel';
import { onEvent } from '@twinmcp/messaging';
import { startAstAnalysis, type ServiceUnderTest } from '../test-support/start-service.ts';

const WATCH = { enabled: true, debounce: '20ms', reconcile_interval: '1h', git_interval: '1s' };

describe('a watched workspace', () => {
  let base: string;
  let root: string;
  let service: ServiceUnderTest;
  let id: string;
  let events: EventPayload<typeof workspaceIndexed>[];

  beforeEach(async () => {
    base = realpathSync(mkdtempSync(path.join(tmpdir(), 'twinmcp-live-')));
    root = path.join(base, 'project');
    for (let i = 0; i < 20; i++) write(`src/f${i}.ts`, `export function original${i}() {}\n`);
    service = await startAstAnalysis({ dataDir: path.join(base, 'data'), config: { indexing: { watch: WATCH } } });
    events = [];
    await onEvent(service.bus, workspaceIndexed, (event) => void events.push(event));
    ({ workspaceId: id } = await service.index({ kind: 'directory', root }));
    await until('watching', async () => (await status()).watch?.comparedAt != null);
  });
  afterEach(async () => {
    await service.stop();
    rmSync(base, { recursive: true, force: true });
  });

  function write(file: string, text: string): void {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  }
  const git = (...args: string[]): string => execFileSync('git', ['-C', root, '-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args], { encoding: 'utf8' });
  const status = () => service.call(astAnalysis.workspaceStatus, { workspaceId: id });
  const finds = async (name: string): Promise<boolean> => (await service.call(astAnalysis.findSymbols, { workspaceId: id, names: [name], match: 'exact' })).symbols.length > 0;
  const until = async (what: string, holds: () => boolean | Promise<boolean>, ms = 15_000): Promise<void> => {
    for (const end = Date.now() + ms; !(await holds()); await sleep(10)) if (Date.now() > end) throw new Error(`${what} did not happen`);
  };
  /** The index against the files, by hash: nothing lost, nothing left behind. */
  const agrees = (): boolean => {
    const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => path.relative(root, path.join(entry.parentPath, entry.name))).filter((file) => !file.startsWith('.git/') && file !== '.gitignore');
    const held = [...service.sink.files].filter(([file]) => file !== '.gitignore');
    return held.length === files.length && files.every((file) => service.sink.files.get(file)?.fileHash === contentHash(readFileSync(path.join(root, file))));
  };

  it('finds what was written, forgets what was deleted, sees a rename, and tells of each', async () => {
    write('src/f1.ts', 'export function rewritten() {}\n');
    await until('the edit', () => finds('rewritten'));
    expect(await finds('original1')).toBe(false);
    rmSync(path.join(root, 'src/f2.ts'));
    await until('the deletion', async () => !(await finds('original2')));
    renameSync(path.join(root, 'src/f3.ts'), path.join(root, 'src/g3.ts'));
    await until('the rename', () => events.some((event) => event.renamed === 1));
    expect(agrees()).toBe(true);
    expect(events.slice(1).map(({ jobId, added, changed, removed, paths }) => ({ jobId, added, changed, removed, paths: [...paths].sort() }))).toEqual([
      { jobId: 'live', added: 0, changed: 1, removed: 0, paths: ['src/f1.ts'] },
      { jobId: 'live', added: 0, changed: 0, removed: 1, paths: ['src/f2.ts'] },
      { jobId: 'live', added: 1, changed: 0, removed: 1, paths: ['src/f3.ts', 'src/g3.ts'] },
    ]);
    expect(await status()).toMatchObject({ state: 'ready', generation: 4, summary: { files: 19, renamed: 1 }, watch: { state: 'native', error: null } });
  });

  it('writes nothing for what is ignored or did not really change', async () => {
    write('.gitignore', 'build/\n');
    await until('the rules', () => events.length > 1);
    const { generation } = await status();
    await sleep(300);
    write('build/out.js', 'x');
    write('node_modules/a/i.js', 'x');
    write('src/f1.ts', 'export function original1() {}\n'); // the same again
    await sleep(500);
    expect((await status()).generation).toBe(generation);
    expect(agrees).toBeDefined();
  });

  it('loses no edit that is made while it indexes', async () => {
    const end = Date.now() + 2_500;
    for (let i = 0; Date.now() < end; i++) {
      write(`src/f${i % 20}.ts`, `export function edit${i}() { return ${'x'.repeat(i % 500)}; }\n`);
      if (i % 7 === 0) rmSync(path.join(root, `src/f${(i + 3) % 20}.ts`), { force: true });
      if (i % 11 === 0) write(`src/new${i % 5}/deep/h${i}.ts`, `export const h${i} = 1;\n`);
      await sleep(i % 4);
    }
    await until('agreement', agrees);
    await sleep(300);
    expect(agrees()).toBe(true);
  });

  it('takes a branch switch of thousands of files as one job, and a small one as what differs', async () => {
    git('init', '-q', '-b', 'main');
    git('add', '.');
    git('commit', '-q', '-m', 'one');
    git('checkout', '-q', '-b', 'other');
    for (let i = 0; i < 3_000; i++) write(`many/f${i % 50}/g${i}.ts`, `export const g${i} = ${i};\n`);
    write('src/f5.ts', 'export function onOther() {}\n');
    git('add', '.');
    git('commit', '-q', '-m', 'two');
    await until('3,020 files', async () => (await status()).summary?.files === 3_020 && agrees(), 60_000);
    const before = (await status()).generation;
    git('checkout', '-q', 'main');
    await until('the switch back', async () => (await finds('original5')) && agrees(), 60_000);
    expect(await finds('onOther')).toBe(false);
    // Git needs a while to delete them: that may be seen as two changes, but each file is counted once.
    const sum = (count: 'added' | 'changed' | 'removed'): number => events.filter((event) => event.generation > before).reduce((total, event) => total + event[count], 0);
    await until('the word of it', () => sum('removed') >= 3_000 && sum('changed') >= 1);
    expect({ added: sum('added'), changed: sum('changed'), removed: sum('removed') }).toEqual({ added: 0, changed: 1, removed: 3_000 });
    expect((await status()).summary).toMatchObject({ files: 20 });
  }, 150_000);

  it('survives a root that goes away and comes back, with other content', async () => {
    renameSync(root, `${root}.away`);
    await until('waiting', async () => (await status()).watch?.state === 'waiting');
    expect(await finds('original7')).toBe(true); // the index is kept
    write('src/only.ts', 'export function fromTheNewRoot() {}\n');
    await until('the new root', () => finds('fromTheNewRoot'));
    await until('agreement', agrees);
    expect(await finds('original7')).toBe(false);
    write('src/more.ts', 'export function stillWatched() {}\n');
    await until('an edit there', () => finds('stillWatched'));
  });

  it('can be followed call by call, also where the configuration does not watch', async () => {
    const first = await service.call(astAnalysis.watchWorkspace, { workspaceId: id });
    expect(first).toMatchObject({ watch: { state: 'native' }, generation: 1, events: [] });
    const next = service.call(astAnalysis.watchWorkspace, { workspaceId: id, after: 1, waitMs: 10_000 });
    await sleep(50);
    write('src/f1.ts', 'export function told() {}\n');
    expect(await next).toMatchObject({ generation: 2, events: [{ generation: 2, changed: 1, paths: ['src/f1.ts'] }] });
    expect((await service.call(astAnalysis.watchWorkspace, { workspaceId: id, after: 2, waitMs: 50 })).events).toEqual([]);
  });

  it('watches many workspaces, and none that was removed', async () => {
    const ids: string[] = [];
    for (let i = 0; i < 12; i++) {
      mkdirSync(path.join(base, `p${i}`));
      writeFileSync(path.join(base, `p${i}/a.ts`), 'export const a = 1;\n');
      ids.push((await service.index({ kind: 'directory', root: path.join(base, `p${i}`) })).workspaceId);
    }
    await until('all watched', async () => (await Promise.all(ids.map((workspaceId) => service.call(astAnalysis.workspaceStatus, { workspaceId })))).every(({ watch }) => watch?.comparedAt != null));
    for (let i = 0; i < 12; i++) writeFileSync(path.join(base, `p${i}/a.ts`), `export const inNumber${i} = 1;\n`);
    for (const [i, workspaceId] of ids.entries()) await until(`edit ${i}`, async () => (await service.call(astAnalysis.findSymbols, { workspaceId, names: [`inNumber${i}`], match: 'exact' })).symbols.length > 0);
    await service.call(astAnalysis.removeWorkspace, { workspaceId: ids[0]! });
    writeFileSync(path.join(base, 'p0/a.ts'), 'export const gone = 1;\n');
    await sleep(300);
    await expect(service.call(astAnalysis.workspaceStatus, { workspaceId: ids[0]! })).rejects.toMatchObject({ code: 'workspace-not-found' });
  }, 60_000);

  it('follows the ref of a git workspace', async () => {
    git('init', '-q', '-b', 'main');
    git('add', '.');
    git('commit', '-q', '-m', 'one');
    const { workspaceId } = await service.index({ kind: 'git', url: root, ref: 'main' });
    await sleep(1_500); // asked, and nothing moved
    const before = events.filter((event) => event.workspaceId === workspaceId).length;
    write('src/f9.ts', 'export function pushed() {}\n');
    git('commit', '-q', '-a', '-m', 'two');
    await until('the new commit', async () => (await service.call(astAnalysis.findSymbols, { workspaceId, names: ['pushed'], match: 'exact' })).symbols.length > 0);
    const { summary } = await service.call(astAnalysis.workspaceStatus, { workspaceId });
    expect(summary).toMatchObject({ changed: 1, added: 0, removed: 0, unchanged: 19, analysedBytes: Buffer.byteLength('export function pushed() {}\n') });
    expect(before).toBe(1);
  });
});

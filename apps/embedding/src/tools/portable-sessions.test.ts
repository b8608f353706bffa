import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ExportHeader, FileChunks, PortableRecord } from '@twinmcp/contracts';
import { StaticCodeEmbedder } from '@twinmcp/embedders';
import { SqliteIndexStore } from '@twinmcp/sqlite-index';
import { IndexRegistry } from '../index-registry.ts';
import { ExportSessions } from './export-sessions.ts';
import { ImportSessions } from './import-sessions.ts';

const workspaceId = 'demo';
const provider = new StaticCodeEmbedder();
let root: string;
let store: SqliteIndexStore;
let registry: IndexRegistry;
let exports: ExportSessions;
let imports: ImportSessions;

const fileOf = (name: string, chunks = 1): FileChunks => ({
  path: `src/${name}.ts`, language: 'typescript', fileHash: `h ${name}`, lines: chunks, bytes: 9, part: 0, last: true,
  chunks: Array.from({ length: chunks }, (_, n) => ({ id: `${name}-${n}`, kind: 'symbol' as const, symbol: name, symbolKind: 'function', header: '', startLine: n + 1, endLine: n + 1, text: `function ${name}(cookie) { return parseHeader(cookie, ${'part of it '.repeat(n % 3)}) }` })),
});
const fill = (id: string, ...files: FileChunks[]) => registry.use(id, async ({ vectorize }) => {
  await vectorize.replace(files);
  await vectorize.publish(4);
});
const held = (id: string) => registry.useExisting(id, async ({ index }) => ({ files: await index.readFiles('', 100_000), hits: await index.lexical('parse cookie header', 100, {}), generation: (await index.stats()).generation }));

async function exported(id: string): Promise<{ header: ExportHeader; pages: PortableRecord[][] }> {
  const { exportId, header } = await exports.begin({ workspaceId: id });
  const pages: PortableRecord[][] = [];
  for (;;) {
    const { records, done } = await exports.read({ exportId, page: pages.length });
    expect(await exports.read({ exportId, page: pages.length })).toEqual({ records, done }); // the answer was lost
    pages.push(JSON.parse(JSON.stringify(records)) as PortableRecord[]);
    if (done) break;
  }
  await exports.end({ exportId });
  return { header, pages };
}

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'portable-'));
  store = new SqliteIndexStore(root, provider);
  registry = new IndexRegistry(store, provider);
  exports = new ExportSessions(store);
  imports = new ImportSessions(registry, store, provider);
});
afterEach(async () => {
  await exports.close();
  await imports.close();
  await registry.close();
  rmSync(root, { recursive: true, force: true });
});

describe('an export that is imported', () => {
  it('gives the same index, also of a file that takes several messages, and keeps what was there', async () => {
    await fill(workspaceId, fileOf('small'), fileOf('large', 900));
    await fill('other', fileOf('old'));
    const before = await held('other');
    const { header, pages } = await exported(workspaceId);
    expect(header).toMatchObject({ files: 2, chunks: 901, generation: 4, model: provider.model });
    expect(pages.length).toBeGreaterThan(1);
    const { importId } = await imports.begin({ workspaceId: 'other', header });
    for (const [page, records] of pages.entries()) {
      await imports.add({ importId, page, records });
      await imports.add({ importId, page, records }); // sent again
    }
    expect(await held('other')).toEqual(before);
    const done = await imports.commit({ importId });
    expect(done).toMatchObject({ files: 2, chunks: 901, generation: 4 });
    expect(await held('other')).toEqual(await held(workspaceId));
    await registry.whileClosed('other', () => store.maintenance.restoreSnapshot('other', done.snapshot!));
    expect(await held('other')).toEqual(before);
    expect(readdirSync(path.join(root, workspaceId, 'copies'))).toEqual([]);
  });

  it('reads a frozen copy: writes meanwhile change nothing', async () => {
    await fill(workspaceId, fileOf('a'), fileOf('b'));
    const { exportId, header } = await exports.begin({ workspaceId });
    await fill(workspaceId, fileOf('c'));
    const { records, done } = await exports.read({ exportId, page: 0 });
    expect(done).toBe(true);
    expect(records.map((record) => record.path).sort()).toEqual(['src/a.ts', 'src/b.ts']);
    expect(header.files).toBe(2);
    await exports.end({ exportId });
    await expect(exports.read({ exportId, page: 0 })).rejects.toMatchObject({ code: 'not-found' });
  });

  it('leaves the index alone when something is wrong with it', async () => {
    await fill(workspaceId, fileOf('a'), fileOf('b'));
    const { header, pages } = await exported(workspaceId);
    await fill('other', fileOf('old'));
    const before = await held('other');
    for (const [change, code] of [[{ model: 'another' }, 'conflict'], [{ dimensions: 8 }, 'conflict'], [{ analyzer: '0' }, 'conflict']] as const) await expect(imports.begin({ workspaceId: 'other', header: { ...header, ...change } })).rejects.toMatchObject({ code });
    const attempt = async (change: (pages: PortableRecord[][]) => void, claimed = header) => {
      const changed = structuredClone(pages);
      change(changed);
      const { importId } = await imports.begin({ workspaceId: 'other', header: claimed });
      for (const [page, records] of changed.entries()) if (records.length > 0) await imports.add({ importId, page, records });
      return imports.commit({ importId });
    };
    await expect(attempt(([page]) => void page!.pop())).rejects.toThrow('1 files and 1 chunks came instead of 2 and 2');
    await expect(attempt(([page]) => void (page!.at(-1)!.last = false))).rejects.toThrow('are missing');
    await expect(attempt(([page]) => void (page![0]!.chunks[0]!.vector.scale = 5))).rejects.toThrow('unit length');
    await expect(attempt(([page]) => void (page![0]!.chunks[0]!.vector.data = 'AAAA'))).rejects.toThrow('dimensions');
    await expect(attempt(() => {}, { ...header, chunks: 3 })).rejects.toMatchObject({ code: 'conflict' });
    const { importId } = await imports.begin({ workspaceId: 'other', header });
    await expect(imports.add({ importId, page: 1, records: pages[0]! })).rejects.toThrow('page 0 is missing');
    expect(await held('other')).toEqual(before);
    expect((await store.maintenance.listSnapshots('other'))).toEqual([]);
  });

  it('that is given up is gone; a second one of the workspace takes its place', async () => {
    await fill(workspaceId, fileOf('a'));
    const { header, pages } = await exported(workspaceId);
    const first = await imports.begin({ workspaceId, header });
    await imports.add({ importId: first.importId, page: 0, records: pages[0]! });
    const second = await imports.begin({ workspaceId, header });
    await expect(imports.commit(first)).rejects.toMatchObject({ code: 'not-found' });
    expect(await imports.abort(second)).toEqual({ aborted: true });
    expect(await imports.abort(second)).toEqual({ aborted: false });
    expect(readdirSync(path.join(root, workspaceId))).not.toContain('staging');
  });

  it('that nobody reads or fills any more is dropped after a while', async () => {
    await fill(workspaceId, fileOf('a'));
    const [shortExports, shortImports] = [new ExportSessions(store, 30), new ImportSessions(registry, store, provider, 30)];
    const { exportId, header } = await shortExports.begin({ workspaceId });
    const { importId } = await shortImports.begin({ workspaceId, header });
    await new Promise((resolve) => setTimeout(resolve, 400));
    await expect(shortExports.read({ exportId, page: 0 })).rejects.toMatchObject({ code: 'not-found' });
    await expect(shortImports.commit({ importId })).rejects.toMatchObject({ code: 'not-found' });
    expect(readdirSync(path.join(root, workspaceId, 'copies'))).toEqual([]);
  });

  it('of a workspace without an index is refused, and so are too many at once', async () => {
    await expect(exports.begin({ workspaceId: 'nothing' })).rejects.toMatchObject({ code: 'workspace-not-indexed' });
    await fill(workspaceId, fileOf('a'));
    for (let i = 0; i < 4; i++) await exports.begin({ workspaceId });
    await expect(exports.begin({ workspaceId })).rejects.toMatchObject({ code: 'rate-limited' });
  });
});

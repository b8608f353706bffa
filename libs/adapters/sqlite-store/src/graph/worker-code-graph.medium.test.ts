import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { encodeLinks, type FileLinks } from '@twinmcp/syntax';
import type { IndexedFile } from '@twinmcp/workspaces';
import { SqliteSyntaxStore } from '../sqlite-syntax-store.ts';
import { WorkerCodeGraph } from './worker-code-graph.ts';

const symbol = (name: string) => ({ name, qualifiedName: name, kind: 'function' as const, startLine: 1, endLine: 5, nameLine: 1, exported: true, visibility: null });
const call = (name: string, line: number) => ({ name, receiver: null, receiverType: null, kind: 'call' as const, line, column: 2, symbol: -1 });
const file = (at: string, { names = [], from = null, calls = [] }: { names?: string[]; from?: string | null; calls?: string[] }, hash = `h-${at}-${calls.join()}`): IndexedFile => {
  const links: FileLinks = {
    packageName: null, exports: [], shapes: [], symbols: names.map((name) => ({ ...symbol(name), nameColumn: 9, container: -1, type: null })),
    imports: from === null ? [] : [{ module: from, kind: 'import', line: 1, bindings: calls.map((name) => ({ imported: name, local: name, exported: null, typeOnly: false })) }],
    references: calls.map((name, i) => call(name, i + 2)),
  };
  return {
    entry: { path: at, version: 'v', hash, language: 'typescript', lines: 10, bytes: 100, quality: 'full', issue: null, note: null, symbols: names.length, chunks: 1 },
    symbols: names.map((name) => ({ ...symbol(name), container: null })), links: encodeLinks(links),
  };
};

describe('WorkerCodeGraph', () => {
  let directory: string;
  let store: SqliteSyntaxStore;
  let graph: WorkerCodeGraph;
  const at = () => path.join(directory, 'syntax.sqlite');
  beforeEach(async () => {
    directory = mkdtempSync(path.join(tmpdir(), 'twinmcp-graph-'));
    store = new SqliteSyntaxStore({ file: at() });
    await store.begin('1');
    await store.commitFiles([file('a.ts', { names: ['alpha'] }), file('b.ts', { from: '@x/a', calls: ['alpha'] }), file('package.json', {})]);
    await store.publish(1, null);
    graph = new WorkerCodeGraph({ file: at(), projectFiles: { read: async () => new Map([['package.json', '{"name":"@x/a","main":"./a.js"}']]) }, graceMs: 120_000 });
  });
  afterEach(async () => {
    await graph.close();
    await store.close();
    rmSync(directory, { recursive: true, force: true });
  });
  const uses = async (name: string) => (await graph.references({ name }, { limit: 10 })).references.map((hit) => `${hit.path}:${hit.line} ${hit.kind}`);

  it('answers from the store, with the project files it asks for', async () => {
    expect(graph.running).toBe(false);
    expect(await uses('alpha')).toEqual(['b.ts:1 import', 'b.ts:2 call']);
    expect((await graph.rank({ seeds: { names: [], paths: [] }, limit: 1 })).map(({ symbol: { name } }) => name)).toEqual(['alpha']);
  });

  it('follows what is committed, changed and removed, before and after it has linked everything', async () => {
    for (const whole of [false, true]) {
      if (whole) await graph.findings({ limit: 1 });
      await store.commitFiles([file('c.ts', { from: './a', calls: ['alpha'] })]);
      expect(await uses('alpha')).toEqual(['b.ts:1 import', 'b.ts:2 call', 'c.ts:1 import', 'c.ts:2 call']);
      await store.commitFiles([file('a.ts', { names: ['beta'] }, 'other')]);
      expect(await uses('alpha')).toEqual([]);
      await store.commitFiles([file('a.ts', { names: ['alpha'] })]);
      await store.removeFiles(['c.ts']);
      expect(await uses('alpha')).toEqual(['b.ts:1 import', 'b.ts:2 call']);
    }
  });

  it('leaves no trace of deleted files in the store', async () => {
    await store.removeFiles(['a.ts', 'b.ts', 'package.json']);
    const db = new DatabaseSync(at(), { readOnly: true });
    expect(db.prepare('SELECT count(*) AS n FROM file_links').get()).toEqual({ n: 0 });
    db.close();
  });

  it('stops waiting when asked to, and answers the next one', async () => {
    const stop = new AbortController();
    const asked = graph.within({ signal: stop.signal }).references({ name: 'alpha' }, { limit: 1 });
    stop.abort();
    await expect(asked).rejects.toMatchObject({ kind: 'cancelled' });
    await expect(graph.within({ timeoutMs: 0 }).references({ name: 'alpha' }, { limit: 1 })).rejects.toMatchObject({ kind: 'timeout' });
    expect(await uses('alpha')).toHaveLength(2);
  });

  it('ends its thread when idle and starts another', async () => {
    await graph.close();
    graph = new WorkerCodeGraph({ file: at(), projectFiles: { read: async () => new Map() }, idleMs: 20 });
    expect(await uses('alpha')).toEqual([]); // without the project file, `@x/a` leads nowhere
    for (let i = 0; i < 1_500 && graph.running; i++) await new Promise((resolve) => void setTimeout(resolve, 20));
    expect(graph.running).toBe(false);
    expect(await uses('alpha')).toEqual([]);
  });

  it('comes back after its thread failed, and says what happened', async () => {
    const notices: string[] = [];
    const broken = new WorkerCodeGraph({ file: path.join(directory, 'missing/syntax.sqlite'), projectFiles: { read: async () => new Map() }, onNotice: (notice) => notices.push(notice) });
    await expect(broken.outline('a.ts')).rejects.toMatchObject({ code: 'unavailable' });
    await expect(broken.outline('a.ts')).rejects.toMatchObject({ code: 'unavailable' });
    expect(notices.length).toBeGreaterThanOrEqual(2);
    await broken.close();
    await expect(broken.outline('a.ts')).rejects.toMatchObject({ kind: 'refused' });
  });
});

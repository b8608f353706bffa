import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { LineMap, MemorySyntaxStore, type IndexedFile, type StoredSymbol, type SyntaxStore } from '@twinmcp/workspaces';
import { SqliteSyntaxStore } from './sqlite-syntax-store.ts';
import { SYNTAX_MIGRATIONS } from './syntax-schema.ts';

const symbol = (name: string, more: Partial<StoredSymbol> = {}): StoredSymbol => ({
  name, qualifiedName: more.container ? `${more.container}.${name}` : name, kind: 'function', startLine: 1, endLine: 3, nameLine: 1, container: null, exported: true, visibility: null, ...more,
});
const file = (at: string, symbols: StoredSymbol[], more: Partial<IndexedFile['entry']> = {}): IndexedFile => ({
  entry: { path: at, version: 'v1', hash: `hash-${at}`, language: 'typescript', lines: 10, bytes: 100, quality: 'full', issue: null, note: null, symbols: symbols.length, chunks: 1, ...more },
  symbols,
});

describe.each<[string, (file: string) => SyntaxStore]>([
  ['MemorySyntaxStore', () => new MemorySyntaxStore()],
  ['SqliteSyntaxStore', (at) => new SqliteSyntaxStore({ file: at })],
])('%s', (_name, open) => {
  let directory: string;
  let store: SyntaxStore;
  beforeEach(() => {
    directory = mkdtempSync(path.join(tmpdir(), 'twinmcp-store-'));
    store = open(path.join(directory, 'syntax.sqlite'));
  });
  afterEach(async () => {
    await store.close();
    rmSync(directory, { recursive: true, force: true });
  });
  const find = async (names: string[], more: object = {}) => (await store.findSymbols({ names, match: 'broad', limit: 50, ...more })).map((hit) => `${hit.path}:${hit.qualifiedName}:${hit.score.toFixed(2)}`);

  it('keeps a manifest', async () => {
    expect(await store.state()).toEqual({ generation: 0, pending: false, analysis: '', commit: null, publishedAt: null });
    await store.begin('7');
    await store.commitFiles([file('a.ts', []), file('b.ts', [symbol('f')], { chunks: 0, quality: 'degraded', issue: 'timeout', note: 'slow', language: 'go' })]);
    expect(await store.state()).toMatchObject({ pending: true, analysis: '7', generation: 0 });
    await store.refreshVersions([{ path: 'a.ts', version: 'v2' }]);
    await store.commitFiles([file('b.ts', [symbol('g')], { bytes: 50, language: 'go', issue: 'timeout', note: 'slow', quality: 'degraded' })]);
    await store.publish(3, 'abc');
    expect(await store.state()).toMatchObject({ pending: false, generation: 3, commit: 'abc', publishedAt: expect.any(Number) });
    expect([...(await store.manifest()).values()].map(({ path: at, version }) => `${at}@${version}`).sort()).toEqual(['a.ts@v2', 'b.ts@v1']);
    expect(await store.totals()).toEqual({ files: 2, bytes: 150, symbols: 1, chunks: 2, filesWithChunks: 2, languages: { typescript: 1, go: 1 } });
    expect(await store.degraded(10)).toEqual([{ path: 'b.ts', reason: 'timeout', detail: 'slow' }]);
    expect(await store.file('b.ts')).toMatchObject({ symbols: 1, note: 'slow' });
    expect(await store.file('nope')).toBeNull();
    await store.removeFiles(['b.ts', 'never-there.ts']);
    expect((await store.totals()).files).toBe(1);
    expect(await find(['g'])).toEqual([]);
  });

  it('tells where the lines of a file stand, as long as it knows', async () => {
    const map = LineMap.ofBytes(Buffer.from('a line\n'.repeat(100)));
    await store.commitFiles([{ ...file('a.ts', []), layout: { map, blob: 'b'.repeat(40) } }, file('b.ts', [])]);
    await store.refreshVersions([{ path: 'a.ts', version: 'v2' }]);
    const located = store.located('a.ts')!;
    expect(located.entry).toMatchObject({ path: 'a.ts', version: 'v2', hash: 'hash-a.ts', quality: 'full' });
    expect(located.layout.blob).toBe('b'.repeat(40));
    expect(located.layout.map.part(50, 60)).toEqual(map.part(50, 60));
    expect(store.located('b.ts')).toBeNull();
    expect(store.located('nope')).toBeNull();
  });

  it('remembers files that their content keeps out', async () => {
    const skips = [{ path: 'x.bin', version: 'v', reason: 'binary' as const, detail: 'NUL' }];
    await store.setContentSkips(skips);
    expect([...(await store.contentSkips()).values()]).toMatchObject(skips);
    await store.setContentSkips([]);
    expect((await store.contentSkips()).size).toBe(0);
  });

  it('finds symbols by name, container, kind and place', async () => {
    await store.commitFiles([
      file('src/server.ts', [symbol('Server', { kind: 'class', endLine: 50 }), symbol('handle', { kind: 'method', container: 'Server' }), symbol('handleAll', { exported: false })]),
      file('src/client.ts', [symbol('Client', { kind: 'class' }), symbol('handle', { kind: 'method', container: 'Client', exported: false }), symbol('odd', { container: 'A', qualifiedName: 'A::odd' })]),
      file('docs/server.md', [symbol('Server', { kind: 'heading' })]),
    ]);
    expect(await find(['Server'])).toEqual(['src/server.ts:Server:1.00', 'docs/server.md:Server:1.00']);
    expect((await find(['handle'])).slice(0, 3)).toEqual(['src/server.ts:Server.handle:1.00', 'src/client.ts:Client.handle:1.00', 'src/server.ts:handleAll:0.77']);
    expect((await find(['client.handle']))[0]).toBe('src/client.ts:Client.handle:0.95');
    expect(await find(['Client.handle'], { match: 'exact' })).toEqual(['src/client.ts:Client.handle:1.00']);
    expect(await find(['hand'], { match: 'exact' })).toEqual([]);
    expect(await find(['Server'], { kinds: ['heading'] })).toEqual(['docs/server.md:Server:1.00']);
    expect(await find(['server'], { pathPrefix: 'docs/' })).toEqual(['docs/server.md:Server:0.95']);
    expect(await find(['srever'])).toContain('src/server.ts:Server:0.50');
    expect(await find(['odd'])).toEqual(['src/client.ts:A::odd:1.00']);
    expect(await find(['Server', 'Client'], { limit: 2 })).toHaveLength(2);
    expect((await store.findSymbols({ names: ['Server'], match: 'exact', limit: 1 }))[0]).toMatchObject({ fileHash: 'hash-src/server.ts', language: 'typescript', startLine: 1, endLine: 50, kind: 'class', exported: true });
  });

  it('sees names that come and go after the first search', async () => {
    await store.commitFiles([file('a.ts', [symbol('alpha')])]);
    expect(await find(['alpha'])).toHaveLength(1);
    await store.commitFiles([file('a.ts', [symbol('gamma')])]);
    await store.publish(1, null);
    expect(await find(['alpha'])).toEqual([]);
    expect(await find(['gamma'])).toEqual(['a.ts:gamma:1.00']);
    await store.commitFiles([file('b.ts', [symbol('alpha')])]);
    expect(await find(['alpha'])).toEqual(['b.ts:alpha:1.00']);
  });

  it('finds the best of a name that many symbols have, also when others were asked for before and files come and go', async () => {
    const many = Array.from({ length: 60 }, (_, i) => file(`src/file${String(i).padStart(2, '0')}.ts`, [symbol('create', { exported: i % 3 === 1, kind: i % 2 ? 'function' : 'variable' }), symbol(`other${i}`)]));
    await store.commitFiles(many);
    const all = await find(['create'], { match: 'exact', limit: 60 });
    expect(all).toHaveLength(60);
    expect(all.slice(0, 2)).toEqual(['src/file01.ts:create:1.00', 'src/file07.ts:create:1.00']);
    for (const limit of [5, 25, 60, 10, 100]) {
      expect(await find(['create'], { match: 'exact', limit })).toEqual(all.slice(0, limit));
      expect(await find(['other7', 'create'], { match: 'exact', limit })).toEqual(expect.arrayContaining(all.slice(0, limit - 1)));
    }
    expect(await find(['create'], { match: 'exact', pathPrefix: 'src/file1', limit: 3 })).toEqual(all.filter((hit) => hit.startsWith('src/file1')).slice(0, 3));
    await store.commitFiles([file('src/a.ts', [symbol('create')])]);
    expect((await find(['create'], { match: 'exact', limit: 3 }))[0]).toBe('src/a.ts:create:1.00');
    await store.commitFiles([file('src/a.ts', [symbol('made')])]);
    expect(await find(['create'], { match: 'exact', limit: 3 })).toEqual(all.slice(0, 3));
  });
});

describe('SqliteSyntaxStore on disk', () => {
  let directory: string;
  let at: string;
  beforeEach(() => {
    directory = mkdtempSync(path.join(tmpdir(), 'twinmcp-store-'));
    at = path.join(directory, 'w/syntax.sqlite');
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  it('is found again, with its names', async () => {
    const first = new SqliteSyntaxStore({ file: at });
    await first.commitFiles([file('a.ts', [symbol('getUserName')])]);
    await first.publish(1, null);
    await first.close();
    const second = new SqliteSyntaxStore({ file: at });
    expect(await second.findSymbols({ names: ['user name'], match: 'broad', limit: 5 })).toHaveLength(1);
    await second.close();
  });

  it('hears of what another process writes, of a name that it knows', async () => {
    const [reader, writer] = [new SqliteSyntaxStore({ file: at }), new SqliteSyntaxStore({ file: at })];
    const found = async () => (await reader.findSymbols({ names: ['create'], match: 'exact', limit: 2 })).map((hit) => hit.path);
    await writer.commitFiles(Array.from({ length: 30 }, (_, i) => file(`file${i}.ts`, [symbol('create')])));
    expect(await found()).toEqual(['file0.ts', 'file1.ts']);
    await writer.commitFiles([file('a.ts', [symbol('create')])]);
    expect(await found()).toEqual(['a.ts', 'file0.ts']);
    for (const store of [reader, writer]) await store.close();
  });

  it('leaves no trace of a name that is gone, also after a run that was cut off', async () => {
    const first = new SqliteSyntaxStore({ file: at });
    await first.begin('1');
    await first.commitFiles([file('a.ts', [symbol('veryDistinctiveName')]), file('b.ts', [symbol('otherName')])]);
    await first.removeFiles(['a.ts']);
    await first.close(); // without publishing
    await new SqliteSyntaxStore({ file: at }).close();
    const names = new DatabaseSync(at);
    expect(names.prepare('SELECT name FROM names').all()).toEqual([{ name: 'otherName' }]);
    expect(names.prepare('SELECT word FROM words ORDER BY word').all()).toEqual([{ word: 'name' }, { word: 'other' }]);
    names.close();
  });

  it('replaces a damaged file and says so', async () => {
    const notices: string[] = [];
    const first = new SqliteSyntaxStore({ file: at });
    await first.publish(5, null);
    await first.close();
    const bytes = readFileSync(at);
    writeFileSync(at, Buffer.concat([Buffer.from('garbage'), bytes.subarray(7)]));
    const second = new SqliteSyntaxStore({ file: at, onNotice: (notice) => notices.push(notice) });
    expect((await second.state()).generation).toBe(0);
    expect(notices).toHaveLength(1);
    expect(existsSync(`${at}.damaged`)).toBe(true);
    await second.close();
  });

  it('keeps what an older version wrote, and finds its names', async () => {
    mkdirSync(path.dirname(at));
    const old = new DatabaseSync(at);
    old.exec(`${SYNTAX_MIGRATIONS[0] as string}; PRAGMA user_version = 1;
      INSERT INTO meta VALUES ('generation', '5'), ('pending', '0'), ('analysis', '7');
      INSERT INTO names VALUES (3, 'getUserName'), (9, 'Server');
      INSERT INTO files VALUES (1, 'a.ts', 'v1', 'h', 'typescript', 10, 100, 'full', NULL, NULL, 2, 1);
      INSERT INTO symbols VALUES (1, 1, 3, NULL, 'function', 1, 3, 1, NULL, 1, NULL), (2, 1, 9, NULL, 'class', 4, 9, 4, NULL, 1, NULL);`);
    old.close();
    const store = new SqliteSyntaxStore({ file: at });
    expect(await store.state()).toMatchObject({ generation: 5, analysis: '' }); // without links: the next run analyses everything anew
    expect([...(await store.manifest()).keys()]).toEqual(['a.ts']);
    const found = async (name: string) => (await store.findSymbols({ names: [name], match: 'broad', limit: 5 })).map((hit) => hit.name);
    expect([await found('user name'), await found('SERVER'), await found('srever')]).toEqual([['getUserName'], ['Server'], ['Server']]);
    await store.commitFiles([file('b.ts', [symbol('serverName')])]);
    expect(await found('server')).toEqual(['Server', 'serverName']);
    await store.close();
  });

  it('finds names that a run was cut off before listing', async () => {
    const first = new SqliteSyntaxStore({ file: at });
    await first.begin('1');
    await first.commitFiles([file('a.ts', [symbol('getUserName')])]);
    await first.close();
    const second = new SqliteSyntaxStore({ file: at });
    expect(await second.findSymbols({ names: ['user name'], match: 'broad', limit: 5 })).toHaveLength(1);
    await second.close();
  });

  it('is built anew when its schema is of a newer version', async () => {
    const first = new SqliteSyntaxStore({ file: at });
    await first.publish(5, null);
    await first.close();
    const db = new DatabaseSync(at);
    db.exec('PRAGMA user_version = 42');
    db.close();
    const second = new SqliteSyntaxStore({ file: at });
    expect((await second.state()).generation).toBe(0);
    await second.close();
  });

  it('says what to do when the disk is full, and keeps what it has', async () => {
    const store = new SqliteSyntaxStore({ file: at, maxBytes: 200_000 });
    await store.commitFiles([file('a.ts', [symbol('kept')])]);
    const many = Array.from({ length: 50 }, (_, i) => file(`f${i}.ts`, Array.from({ length: 200 }, (_, j) => symbol(`symbolNumber${i}x${j}`))));
    await expect(store.commitFiles(many)).rejects.toMatchObject({ code: 'storage-full', message: expect.stringMatching(/free space|move data_dir/) });
    expect((await store.manifest()).size).toBe(1);
    expect(await store.findSymbols({ names: ['kept'], match: 'exact', limit: 5 })).toHaveLength(1);
    await store.commitFiles([file('b.ts', [symbol('more')])]);
    await store.close();
  });

  it('creates what only its user may read', async () => {
    const store = new SqliteSyntaxStore({ file: at });
    expect((await import('node:fs')).statSync(path.dirname(at)).mode & 0o077).toBe(0);
    await store.close();
  });
});

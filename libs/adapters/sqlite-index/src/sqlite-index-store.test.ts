import { copyFileSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { IndexDamagedError, embeddingText, textHash, type IndexableFile } from '@twinmcp/vectorization';
import { SqliteChunkIndex, SqliteIndexStore } from './index.ts';

const identity = { model: 'test', dimensions: 16 };
let root: string;
let resets: string[];
let store: SqliteIndexStore;
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'index-store-'));
  resets = [];
  store = new SqliteIndexStore(root, identity, (workspaceId, reason) => resets.push(`${workspaceId}: ${reason}`));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));
const databaseOf = (workspaceId: string) => path.join(root, workspaceId, 'index.db');

function fileOf(filePath: string, text: string): IndexableFile {
  const chunk = { id: 'c', kind: 'symbol' as const, symbol: 'demo', symbolKind: null, header: '', startLine: 1, endLine: 9, text };
  return { path: filePath, language: 'typescript', fileHash: textHash(text), lines: 9, bytes: text.length, chunks: [chunk], textHashes: [textHash(embeddingText(chunk))], vectors: [Float32Array.from({ length: 16 }, () => 0.25)] };
}
const filled = async (workspaceId: string, count = 3) => {
  const index = await store.open(workspaceId);
  for (let i = 0; i < count; i++) await index.replaceFiles([fileOf(`src/file${i}.ts`, `export function demo${i}() { return serializeReply(${i}) }`)]);
  await index.publish(1);
  await index.settled();
  await index.close();
};

describe('SqliteIndexStore', () => {
  it('keeps what was committed', async () => {
    await filled('w');
    const index = await store.open('w');
    expect(await index.stats()).toMatchObject({ generation: 1, files: 3, chunks: 3 });
    expect(await index.lexical('serialize reply', 10, {})).toHaveLength(3);
    await index.close();
    expect(resets).toEqual([]);
  });

  it('opens nothing by looking, drops everything', async () => {
    expect(await store.exists('w')).toBe(false);
    expect(readdirSync(root)).toEqual([]);
    await filled('w');
    expect(await store.exists('w')).toBe(true);
    expect(await store.drop('w')).toBe(true);
    expect(await store.drop('w')).toBe(false);
    await expect(store.open('../escape')).rejects.toThrow('not a workspace id');
  });

  it('starts over, and says why, with another model or other dimensions', async () => {
    await filled('w');
    const other = new SqliteIndexStore(root, { model: 'other', dimensions: 8 }, (workspaceId, reason) => resets.push(`${workspaceId}: ${reason}`));
    const index = await other.open('w');
    expect(await index.stats()).toMatchObject({ generation: 0, files: 0, model: 'other' });
    expect(await index.listFiles('', 10)).toEqual([]);
    await index.close();
    expect(resets).toHaveLength(1);
    expect(resets[0]).toMatch(/^w: it was made with .*model test, 16 dimensions; this program uses .*model other, 8 dimensions$/);
  });

  it.each([['not a database', Buffer.from('this is no database, whatever its name says. '.repeat(200))], ['empty pages', Buffer.alloc(8192, 7)]])('moves %s aside and starts empty', async (_, bytes) => {
    await filled('w');
    writeFileSync(databaseOf('w'), bytes);
    const index = await store.open('w');
    expect(await index.listFiles('', 10)).toEqual([]);
    await index.close();
    expect(resets[0]).toMatch(/damaged/);
    expect(readFileSync(`${databaseOf('w')}.damaged`).equals(bytes)).toBe(true);
  });

  it('notices damaged postings when it reads them', async () => {
    await filled('w', 1);
    const database = new DatabaseSync(databaseOf('w'));
    database.exec(`UPDATE blocks SET data = x'ffffffffffffff'`);
    database.close();
    const index = await store.open('w');
    await expect(index.lexical('serialize', 10, {})).rejects.toThrow(IndexDamagedError);
    await index.close();
  });

  it.each(['DELETE FROM vectors', `UPDATE vectors SET data = zeroblob(length(data))`, `UPDATE vectors SET data = x'00'`])('answers with words when vectors are damaged (%s), and asks for the files again', async (damage) => {
    await filled('w');
    const database = new DatabaseSync(databaseOf('w'));
    database.exec(damage);
    database.close();
    const index = await store.open('w');
    const query = Float32Array.from({ length: 16 }, () => 0.25);
    await expect(index.dense(query, 10, {})).rejects.toMatchObject({ code: 'unavailable' });
    expect(await index.lexical('serialize reply', 10, {})).toHaveLength(3);
    expect(await index.listFiles('', 10)).toEqual([]);
    expect(await index.knownTexts(fileOf('src/file0.ts', 'export function demo0() { return serializeReply(0) }').textHashes)).toEqual(new Set());
    for (let i = 0; i < 3; i++) await index.replaceFiles([fileOf(`src/file${i}.ts`, `export function demo${i}() { return serializeReply(${i}) }`)]);
    expect(await index.dense(query, 10, {})).toHaveLength(3);
    expect(await index.listFiles('', 10)).toHaveLength(3);
    await index.close();
  });

  it('says storage-full when it is, and keeps what it had', async () => {
    await filled('w');
    const index = await store.open('w');
    index.limitPages(60);
    const big = fileOf('big.ts', Array.from({ length: 60_000 }, (_, i) => `word${i}`).join(' '));
    await expect(index.replaceFiles([big])).rejects.toMatchObject({ code: 'storage-full' });
    expect(await index.listFiles('', 10)).toHaveLength(3);
    expect(await index.lexical('serialize reply', 10, {})).toHaveLength(3);
    await index.close();
  });

  it('lets one process write and others read what it commits', async () => {
    const writer = await SqliteChunkIndex.open(databaseOf('w'), identity);
    await writer.replaceFiles([fileOf('a.ts', 'alpha')]);
    const second = await SqliteChunkIndex.open(databaseOf('w'), identity);
    expect(await second.lexical('alpha', 10, {})).toHaveLength(1);
    await expect(second.replaceFiles([fileOf('b.ts', 'beta')])).rejects.toMatchObject({ code: 'unavailable' });
    await writer.replaceFiles([fileOf('b.ts', 'beta')]);
    expect((await second.lexical('beta', 10, {})).map((hit) => hit.path)).toEqual(['b.ts']);
    await writer.close();
    await second.replaceFiles([fileOf('c.ts', 'gamma')]);
    expect(await second.listFiles('', 10)).toHaveLength(3);
    await second.close();
  });

  it('merges segments as they come, and looks into few of them', async () => {
    await filled('w', 100);
    const database = new DatabaseSync(databaseOf('w'));
    expect((database.prepare('SELECT count(*) AS n FROM segments').get() as { n: number }).n).toBeLessThan(8);
    database.close();
    const index = await store.open('w');
    for (let i = 0; i < 100; i++) await index.deleteFiles([`src/file${i}.ts`]);
    await index.settled();
    expect(await index.lexical('serialize reply', 10, {})).toEqual([]);
    await index.close();
    const emptied = new DatabaseSync(databaseOf('w'));
    for (const table of ['files', 'chunks', 'segments', 'blocks', 'vectors']) expect([table, (emptied.prepare(`SELECT count(*) AS n FROM ${table}`).get() as { n: number }).n]).toEqual([table, 0]);
    emptied.close();
  });

  it('stores no line of the source (HM-7)', async () => {
    const source = readFileSync(new URL('./sqlite-index-store.ts', import.meta.url), 'utf8');
    const index = await store.open('w');
    await index.replaceFiles([fileOf('src/store.ts', source)]);
    await index.close();
    const copy = path.join(root, 'copy');
    const bytes = readdirSync(path.join(root, 'w')).map((name) => (copyFileSync(path.join(root, 'w', name), copy), readFileSync(copy).toString('latin1'))).join('\n');
    const lines = source.split('\n').map((line) => line.trim()).filter((line) => /\w\W+\w/.test(line) && line.length > 12);
    expect(lines.length).toBeGreaterThan(30);
    expect(lines.filter((line) => bytes.includes(line))).toEqual([]);
    // Neither pairs of neighbouring words: terms are stored sorted.
    const words = source.match(/\w+/g)!;
    const pairs = words.slice(1).map((next, i) => `${words[i]} ${next}`);
    expect(pairs.filter((pair) => bytes.includes(pair))).toEqual([]);
  });
});

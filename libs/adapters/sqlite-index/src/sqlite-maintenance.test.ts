import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { embeddingText, textHash, type IndexableFile } from '@twinmcp/vectorization';
import { SqliteIndexStore } from './index.ts';

let root: string;
let store: SqliteIndexStore;
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'maintenance-'));
  store = new SqliteIndexStore(root, { model: 'test', dimensions: 4 }, () => {}, () => 3);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const fileOf = (name: string): IndexableFile => {
  const chunk = { id: 'c', kind: 'symbol' as const, symbol: name, symbolKind: null, header: '', startLine: 1, endLine: 9, text: `words of ${name}` };
  return { path: `${name}.ts`, language: 'typescript', fileHash: name, lines: 9, bytes: 1, chunks: [chunk], textHashes: [textHash(embeddingText(chunk))], vectors: [Float32Array.of(1, 0, 0, 0)] };
};
const write = async (generation: number, ...names: string[]) => {
  const index = await store.open('w');
  await index.deleteFiles((await index.listFiles('', 100)).map((file) => file.path));
  await index.replaceFiles(names.map(fileOf));
  await index.publish(generation);
  await index.close();
};
const held = async () => {
  const index = await store.open('w');
  const paths = (await index.listFiles('', 100)).map((file) => file.path);
  expect((await index.lexical('words', 100, {})).length).toBe(paths.length);
  await index.close();
  return paths;
};

describe('snapshots', () => {
  it('bring back what was there, with its generation', async () => {
    await write(3, 'a', 'b');
    const snapshot = await store.maintenance.createSnapshot('w', 'before a test');
    expect(snapshot).toMatchObject({ reason: 'before a test', generation: 3, files: 2, chunks: 2, model: 'test' });
    await write(4, 'c');
    expect(await store.maintenance.listSnapshots('w')).toEqual([snapshot]);
    expect(await store.maintenance.restoreSnapshot('w', snapshot.id)).toEqual(snapshot);
    expect(await held()).toEqual(['a.ts', 'b.ts']);
    expect(await store.maintenance.deleteSnapshot('w', snapshot.id)).toBe(true);
    expect(await store.maintenance.deleteSnapshot('w', snapshot.id)).toBe(false);
    expect(readdirSync(path.join(root, 'w', 'snapshots'))).toEqual([]);
    expect(await held()).toEqual(['a.ts', 'b.ts']);
  });

  it('are taken of an index that is open and written to', async () => {
    const index = await store.open('w');
    await index.replaceFiles([fileOf('a')]);
    const taking = store.maintenance.createSnapshot('w', 'x');
    await index.replaceFiles([fileOf('b')]);
    const { id, files } = await taking;
    expect([1, 2]).toContain(files);
    await index.close();
    await store.maintenance.restoreSnapshot('w', id);
    expect(await held()).toHaveLength(files);
  });

  it('are kept in a bounded number, newest last to go', async () => {
    await write(1, 'a');
    const ids: string[] = [];
    for (let i = 0; i < 5; i++) ids.push((await store.maintenance.createSnapshot('w', `number ${i}`)).id);
    expect((await store.maintenance.listSnapshots('w')).map(({ id }) => id).sort()).toEqual(ids.slice(2).sort());
  });

  it('that are damaged, unknown or of another model leave the index as it is', async () => {
    await write(1, 'a');
    const { id } = await store.maintenance.createSnapshot('w', 'x');
    await write(2, 'b');
    const file = path.join(root, 'w', 'snapshots', `${id}.db`);
    const intact = readFileSync(file);
    const damaged = Buffer.from(intact);
    damaged[damaged.length - 7]! ^= 1;
    writeFileSync(file, damaged);
    await expect(store.maintenance.restoreSnapshot('w', id)).rejects.toMatchObject({ code: 'conflict' });
    writeFileSync(file, intact.subarray(0, intact.length / 2));
    await expect(store.maintenance.restoreSnapshot('w', id)).rejects.toMatchObject({ code: 'conflict' });
    await expect(store.maintenance.restoreSnapshot('w', 'not-there')).rejects.toMatchObject({ code: 'not-found' });
    await expect(store.maintenance.deleteSnapshot('w', '../../etc')).rejects.toMatchObject({ code: 'invalid-input' });
    writeFileSync(file, intact);
    const other = new SqliteIndexStore(root, { model: 'other', dimensions: 4 });
    await expect(other.maintenance.restoreSnapshot('w', id)).rejects.toMatchObject({ code: 'conflict' });
    expect(await held()).toEqual(['b.ts']);
    expect(existsSync(path.join(root, 'w', 'index.db.incoming'))).toBe(false);
    await expect(store.maintenance.createSnapshot('nothing', 'x')).rejects.toMatchObject({ code: 'workspace-not-indexed' });
  });

  it('do not replace an index that another process writes to', async () => {
    await write(1, 'a');
    const { id } = await store.maintenance.createSnapshot('w', 'x');
    const writer = await store.open('w');
    await writer.replaceFiles([fileOf('b')]);
    await expect(store.maintenance.restoreSnapshot('w', id)).rejects.toMatchObject({ code: 'unavailable' });
    await writer.close();
    expect(await held()).toEqual(['a.ts', 'b.ts']);
  });
});

describe('staging', () => {
  it('takes the place of the index in one step', async () => {
    await write(1, 'a');
    const staged = await store.maintenance.openStaging('w');
    await staged.replaceFiles([fileOf('b'), fileOf('c')]);
    await staged.close();
    expect(await held()).toEqual(['a.ts']);
    await store.maintenance.promoteStaging('w');
    expect(await held()).toEqual(['b.ts', 'c.ts']);
    await expect(store.maintenance.promoteStaging('w')).rejects.toMatchObject({ code: 'conflict' });
  });

  it('that was left behind is not continued', async () => {
    const cut = await store.maintenance.openStaging('w');
    await cut.replaceFiles([fileOf('old')]);
    await cut.close();
    const staged = await store.maintenance.openStaging('w');
    expect((await staged.stats()).files).toBe(0);
    await staged.close();
    await store.maintenance.dropStaging('w');
    await expect(store.maintenance.promoteStaging('w')).rejects.toMatchObject({ code: 'conflict' });
    expect(await store.exists('w')).toBe(false);
  });
});

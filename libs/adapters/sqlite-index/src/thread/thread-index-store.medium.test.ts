import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Worker } from 'node:worker_threads';
import { jest } from '@jest/globals';
import { IndexDamagedError, chunkIndexConformance, type CountedFile } from '@twinmcp/vectorization';
import { crashFile, crashIdentity } from '../test-support/crash-fixture.ts';
import { SqliteIndexStore, ThreadIndexStore } from '../index.ts';

const root = mkdtempSync(path.join(tmpdir(), 'thread-index-'));
const opened: { close(): Promise<void> }[] = [];
afterAll(async () => {
  for (const one of opened) await one.close();
  rmSync(root, { recursive: true, force: true });
});
let folders = 0;
const identity = { model: 'test', dimensions: 4 };
const track = <T extends { close(): Promise<void> }>(one: T): T => (opened.push(one), one);

const shared = track(new ThreadIndexStore({ root: path.join(root, 'conformance'), identity }));
chunkIndexConformance('in a thread', () => shared.open(`w${folders++}`));

describe('an index in a thread', () => {
  const events: string[] = [];
  const store = track(new ThreadIndexStore({ root: path.join(root, 'own'), identity: crashIdentity, keepSnapshots: () => 2, onReset: (workspaceId, reason) => events.push(`${workspaceId}: ${reason}`), onFailed: (why) => events.push(why) }));
  const file = (workspaceId: string) => path.join(root, 'own', workspaceId, 'index.db');
  beforeEach(() => void (events.length = 0));
  afterEach(() => jest.restoreAllMocks());

  it('answers as one in the process does, and stores the same', async () => {
    const files = Array.from({ length: 40 }, (_, i) => crashFile(i));
    const plain = await new SqliteIndexStore(path.join(root, 'plain'), crashIdentity).open('w');
    const threaded = await store.open('w');
    for (const index of [plain, threaded]) {
      for (let i = 0; i < files.length; i += 7) await index.replaceFiles(files.slice(i, i + 7));
      await index.publish(3);
      await index.settled();
    }
    const contents = async (index: typeof plain | typeof threaded) => {
      const counted: CountedFile[] = [];
      for await (const one of index.countedFiles()) counted.push(one);
      const { bytesOnDisk: _, ...stats } = await index.stats();
      return { counted, stats, files: await index.readFiles('', 10_000), lexical: await index.lexical('word7 marker3', 50, {}), dense: await index.dense(files[3]!.vectors[0]!, 50, {}), known: await index.knownTexts([files[1]!.textHashes[0]!, 'ff'.repeat(16)]) };
    };
    expect(await contents(threaded)).toEqual(await contents(plain));
    for (const index of [plain, threaded]) await index.close();
  });

  it('takes snapshots and gives them back, reads copies and puts an import in place', async () => {
    const index = await store.open('kept');
    await index.replaceFiles([crashFile(1)]);
    const snapshot = await store.maintenance.createSnapshot('kept', 'test');
    await index.replaceFiles([crashFile(2)]);
    const copy = await store.maintenance.openCopy('kept');
    expect((await copy.index.stats()).files).toBe(2);
    await copy.drop();
    await index.close();
    await store.maintenance.restoreSnapshot('kept', snapshot.id);
    const again = await store.open('kept');
    expect((await again.stats()).files).toBe(1);
    await again.close();
    const staged = await store.maintenance.openStaging('kept');
    await staged.replaceFiles([3, 4, 5].map(crashFile));
    await staged.close();
    await store.maintenance.promoteStaging('kept');
    const replaced = await store.open('kept');
    expect((await replaced.stats()).files).toBe(3);
    await replaced.close();
    for (let i = 0; i < 4; i++) await store.maintenance.createSnapshot('kept', `again ${i}`);
    expect(await store.maintenance.listSnapshots('kept')).toHaveLength(2);
    expect(await store.drop('kept')).toBe(true);
    expect(await store.exists('kept')).toBe(false);
  });

  it('gives errors with their codes, and says what is damaged', async () => {
    const index = await store.open('bad');
    await expect(index.replaceFiles([{ ...crashFile(1), vectors: [new Float32Array(3)] }])).rejects.toMatchObject({ name: 'DomainError', code: 'invalid-input', message: expect.stringContaining('3 dimensions') });
    await expect(index.replaceFiles([{ ...crashFile(1), vectors: [null] }])).rejects.toMatchObject({ code: 'conflict', details: { path: 'src/file1.ts' } });
    await index.replaceFiles([crashFile(1)]);
    await index.close();
    await expect(index.stats()).rejects.toMatchObject({ code: 'unavailable' });
    const database = new DatabaseSync(file('bad'));
    database.exec(`UPDATE blocks SET data = x'ffffffffffffff'`);
    database.close();
    const damaged = await store.open('bad');
    await expect(damaged.lexical('marker1', 10, {})).rejects.toThrow(IndexDamagedError);
    await damaged.close();
    await store.moveAside('bad', 'for a test');
    expect(existsSync(`${file('bad')}.damaged`)).toBe(true);
    writeFileSync(file('bad'), 'this is no database, whatever its name says. '.repeat(200));
    const fresh = await store.open('bad');
    expect(await fresh.listFiles('', 10)).toEqual([]);
    await fresh.close();
    expect(events).toEqual(['bad: for a test', expect.stringMatching(/^bad: the index is damaged/)]);
  });

  it('fails what is under way when its thread dies, and goes on in another with what was acknowledged', async () => {
    const posted = jest.spyOn(Worker.prototype, 'postMessage');
    const index = await store.open('mortal');
    const worker = posted.mock.contexts.at(-1)! as unknown as Worker;
    await index.replaceFiles([crashFile(1)]);
    const copy = await store.maintenance.openCopy('mortal');
    // A write that cannot be done while another connection writes.
    const other = new DatabaseSync(file('mortal'));
    other.exec('BEGIN IMMEDIATE');
    const failed = index.replaceFiles([crashFile(9)]).catch((error: unknown) => error);
    await worker.terminate();
    expect(await failed).toMatchObject({ code: 'unavailable' });
    other.close();
    expect(events).toEqual([expect.stringMatching(/^the thread of the index (stopped|failed)/)]);
    expect((await index.lexical('marker1', 10, {})).map((hit) => hit.path)).toEqual(['src/file1.ts']);
    await index.replaceFiles([crashFile(2)]);
    expect((await index.stats()).files).toBe(2);
    await expect(copy.index.stats()).rejects.toMatchObject({ code: 'unavailable' });
    await copy.drop();
    await index.close();
  });
});

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { SqliteChunkIndex } from './index.ts';
import { crashIdentity, crashFile } from './test-support/crash-fixture.ts';

const directory = mkdtempSync(path.join(tmpdir(), 'crash-'));
const database = path.join(directory, 'index.db');
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** Writes files 0, 1, 2 … and says each number once it is acknowledged. */
function startWriter(from: number): ChildProcess {
  return spawn(process.execPath, ['--conditions=twinmcp-source', '--no-warnings', fileURLToPath(new URL('./test-support/crash-fixture.ts', import.meta.url)), database, String(from)], { stdio: ['ignore', 'pipe', 'inherit'] });
}

async function killAfter(writer: ChildProcess, lines: number): Promise<number> {
  let last = -1;
  let seen = 0;
  for await (const line of createInterface({ input: writer.stdout! })) {
    last = Number(line);
    if (++seen === lines) writer.kill('SIGKILL');
  }
  if (writer.exitCode === null && writer.signalCode === null) await once(writer, 'exit');
  return last;
}

it('holds every acknowledged file after kill -9, whole, and goes on', async () => {
  let next = 0;
  for (const lines of [1, 7, 20, 33]) {
    const last = await killAfter(startWriter(next), lines);
    expect(last).toBeGreaterThanOrEqual(next);
    const index = await SqliteChunkIndex.open(database, crashIdentity);
    expect(index.reset).toBeNull();
    const paths = new Set((await index.listFiles('', 10_000)).map((file) => file.path));
    for (let i = 0; i <= last; i++) expect(paths.has(`src/file${i}.ts`)).toBe(true);
    expect((await index.lexical(`marker${last}`, 10, {}))[0]).toMatchObject({ path: `src/file${last}.ts` });
    expect(await index.dense(crashFile(last).vectors[0]!, 5_000, {})).toHaveLength(paths.size);
    await index.close();
    next = last + 1;
  }
}, 60_000);

it('refuses a second writer while the first one lives, in another process', async () => {
  const writer = startWriter(1_000);
  try {
    for await (const _ of createInterface({ input: writer.stdout! })) break;
    const index = await SqliteChunkIndex.open(database, crashIdentity);
    await expect(index.replaceFiles([crashFile(0)])).rejects.toMatchObject({ code: 'unavailable' });
    expect((await index.lexical('marker1000', 10, {}))[0]).toMatchObject({ path: 'src/file1000.ts' });
    writer.kill('SIGKILL');
    await once(writer, 'exit');
    await index.replaceFiles([crashFile(0)]);
    await index.close();
  } finally {
    writer.kill('SIGKILL');
  }
}, 60_000);

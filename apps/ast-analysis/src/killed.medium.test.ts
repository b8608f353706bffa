import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { IndexSummary } from '@twinmcp/contracts';
import { SqliteSyntaxStore } from '@twinmcp/sqlite-store';
import { FileChunkSink } from './test-support/file-chunk-sink.ts';

const CHILD = fileURLToPath(new URL('./test-support/index-child.ts', import.meta.url));

describe('an indexing process killed with SIGKILL', () => {
  let base: string;
  beforeEach(() => {
    base = mkdtempSync(path.join(tmpdir(), 'twinmcp-kill-'));
    mkdirSync(path.join(base, 'project'));
    for (let i = 0; i < 60; i++) writeFileSync(path.join(base, 'project', `f${i}.ts`), `export const value${i} = ${i};\n`);
  });
  afterEach(() => rmSync(base, { recursive: true, force: true }));

  /** Kills after that many batches; null = lets it end. */
  const run = (data: string, killAfter: number | null): Promise<IndexSummary | null> =>
    new Promise((resolve, reject) => {
      const child = spawn(process.execPath, ['--no-warnings', '--conditions=twinmcp-source', CHILD, path.join(base, data), path.join(base, 'project'), killAfter === null ? '0' : '30'], { stdio: ['ignore', 'pipe', 'inherit'] });
      let output = '';
      child.stdout.on('data', (chunk: Buffer) => {
        output += chunk.toString();
        if (killAfter !== null && output.split('batch\n').length - 1 >= killAfter) child.kill('SIGKILL');
      });
      child.on('error', reject);
      child.on('close', (code) => (code === null ? resolve(null) : code === 0 ? resolve(JSON.parse(output.trim().split('\n').at(-1)!) as IndexSummary) : reject(new Error(`exit ${code}`))));
    });
  const contents = async (data: string) => {
    const store = new SqliteSyntaxStore({ file: path.join(base, data, 'syntax.sqlite') });
    const manifest = [...(await store.manifest()).values()].sort((a, b) => (a.path < b.path ? -1 : 1));
    await store.close();
    return { manifest, chunks: new FileChunkSink(path.join(base, data, 'chunks')).contents() };
  };

  it('leaves an index that the next run completes to the same one', async () => {
    for (const batches of [1, 2, 4]) expect(await run('killed', batches)).toBeNull();
    const cut = await contents('killed');
    expect(cut.manifest.length).toBeGreaterThan(0);
    expect(cut.manifest.length).toBeLessThan(60);
    const summary = (await run('killed', null))!;
    expect(summary.added).toBe(60 - cut.manifest.length); // it went on, it did not start again
    expect(await run('straight', null)).toMatchObject({ added: 60, generation: 1 });
    expect(await contents('killed')).toEqual(await contents('straight'));
    expect(await run('killed', null)).toMatchObject({ added: 0, changed: 0, unchanged: 60, generation: summary.generation });
  }, 60_000);
});

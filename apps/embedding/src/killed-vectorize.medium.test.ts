import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { IndexSummary } from '@twinmcp/contracts';
import { StaticCodeEmbedder } from '@twinmcp/embedders';
import { SqliteIndexStore } from '@twinmcp/sqlite-index';
import { writePlans } from '@twinmcp/testing';

const CHILD = fileURLToPath(new URL('./test-support/vectorize-child.ts', import.meta.url));
const TASKS = 5_000;
const KILLS = 10;

describe('vectorising, killed at ten random moments', () => {
  let base: string;
  beforeAll(() => {
    base = mkdtempSync(path.join(tmpdir(), 'twinmcp-vectorize-'));
    expect(writePlans(path.join(base, 'plans'), TASKS)).toBe(TASKS);
  });
  afterAll(() => rmSync(base, { recursive: true, force: true }));

  const logOf = (data: string) => (existsSync(path.join(base, data, 'log')) ? readFileSync(path.join(base, data, 'log'), 'utf8').split('\n') : []);
  const sizeOf = (data: string) => statSync(path.join(base, data, 'log'), { throwIfNoEntry: false })?.size ?? 0;

  /** Kills once the log has grown by that many bytes; null = lets it end. */
  const run = (data: string, killAfter: number | null, pause: number): Promise<IndexSummary | null> =>
    new Promise((resolve, reject) => {
      const from = sizeOf(data);
      const child = spawn(process.execPath, ['--no-warnings', '--conditions=twinmcp-source', CHILD, path.join(base, data), path.join(base, 'plans'), String(pause)], { stdio: ['ignore', 'pipe', 'inherit'] });
      let output = '';
      child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
      const watch = setInterval(() => {
        if (killAfter !== null && sizeOf(data) - from >= killAfter) child.kill('SIGKILL');
      }, 1);
      child.on('error', reject);
      child.on('close', (code) => {
        clearInterval(watch);
        if (code === null) resolve(null);
        else if (code === 0) resolve(JSON.parse(output.trim().split('\n').at(-1)!) as IndexSummary);
        else reject(new Error(`exit ${code}`));
      });
    });

  /** Everything an index answers with. */
  const contents = async (data: string) => {
    const index = await new SqliteIndexStore(path.join(base, data, 'embedding'), new StaticCodeEmbedder()).open('plans');
    try {
      const [query] = await new StaticCodeEmbedder().embed(['cache the session store before the next release'], 'query');
      return { files: await index.readFiles('', 1_000_000), lexical: await index.lexical('retry payment webhooks under load', 200, {}), dense: await index.dense(query!, 200, {}) };
    } finally {
      await index.close();
    }
  };

  it('ends with the same index, and embeds again only what was in flight', async () => {
    const whole = await run('straight', null, 0);
    expect(whole!.chunks).toBeGreaterThan(TASKS);
    const bytes = sizeOf('straight');
    let ended = 0;
    let inFlight = 0;
    for (let kill = 0; kill < KILLS; kill++) {
      const before = logOf('killed').length;
      // Some come early in a run, some late; together they reach about the end.
      if ((await run('killed', Math.ceil(Math.random() * ((2 * bytes) / KILLS)), 2)) !== null) {
        ended++;
        continue;
      }
      const lines = logOf('killed').slice(Math.max(0, before - 1)).map((line) => line.split(' '));
      const acknowledged = new Set(lines.filter(([what]) => what === 'A').map(([, n]) => n));
      for (const [what, n, texts] of lines) if (what === 'S' && !acknowledged.has(n)) inFlight += Number(texts);
    }
    expect(ended).toBeLessThan(KILLS);
    await run('killed', null, 0);
    expect(await contents('killed')).toEqual(await contents('straight'));
    const embedded = logOf('killed').filter((line) => line.startsWith('E '));
    const again = embedded.length - new Set(embedded).size;
    expect(again).toBeLessThanOrEqual(inFlight);
    expect(new Set(embedded).size).toBe(new Set(logOf('straight').filter((line) => line.startsWith('E '))).size);
    const count = embedded.length;
    await run('killed', null, 0);
    expect(logOf('killed').filter((line) => line.startsWith('E '))).toHaveLength(count); // the same input again costs nothing
  }, 240_000);
});

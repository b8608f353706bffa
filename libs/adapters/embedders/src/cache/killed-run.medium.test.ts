import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { SqliteEmbeddingCache } from './sqlite-embedding-cache.ts';

const TEXTS = 3_000;
const KILLS = 10;
/** Two batches of 32 are with the provider at a time; one may be on its way into the cache. */
const IN_FLIGHT = 3 * 32;
const script = fileURLToPath(new URL('../test-support/killable-run.ts', import.meta.url));
const lines = (directory: string) => {
  try {
    return readFileSync(path.join(directory, 'embedded.log'), 'utf8').trimEnd().split('\n');
  } catch {
    return [];
  }
};

/** Null when it was killed before its end. */
function run(directory: string, killWhen: (embedded: number) => boolean): Promise<string | null> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--conditions=twinmcp-source', '--no-warnings', script, directory, String(TEXTS)], { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, NODE_OPTIONS: '' } });
    let said = '';
    child.stdout.on('data', (part: Buffer) => (said += part.toString()));
    const watching = setInterval(() => killWhen(lines(directory).length) && child.kill('SIGKILL'), 2);
    child.on('error', reject);
    child.on('exit', (code) => {
      clearInterval(watching);
      resolve(code === 0 ? said.trim() : null);
    });
  });
}

describe('a vectorisation that is killed', () => {
  it('at ten moments and started again pays at most for what was in flight, and ends with the same vectors', async () => {
    const directory = mkdtempSync(path.join(tmpdir(), 'killed-run-'));
    try {
      let kills = 0;
      for (let i = 1; i <= KILLS; i++) {
        const at = lines(directory).length + 40 + Math.floor(Math.random() * 200);
        if ((await run(directory, (embedded) => embedded >= at)) === null) kills++;
      }
      expect(kills).toBeGreaterThan(5);
      expect(await run(directory, () => false)).toMatch(/^done \d+$/);
      expect(await run(directory, () => false)).toBe('done 0');
      const embedded = lines(directory);
      expect(new Set(embedded).size).toBe(TEXTS);
      expect(embedded.length).toBeLessThanOrEqual(TEXTS + kills * IN_FLIGHT);
      const cache = new SqliteEmbeddingCache({ file: path.join(directory, 'vectors.cache'), maxBytes: () => 1e9 });
      const found = await cache.get('slow', Array.from({ length: TEXTS }, (_, i) => `hash ${i}`));
      await cache.close();
      expect(found.size).toBe(TEXTS);
      for (let i = 0; i < TEXTS; i += 7) expect(found.get(`hash ${i}`)![5]).toBe(Math.fround(Math.sin(`text ${i}`.length + 5 + i)));
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});

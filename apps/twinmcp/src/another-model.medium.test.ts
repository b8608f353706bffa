import { afterAll, expect, it, jest } from '@jest/globals';
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { endAll, outputOf, runCli, startCli } from '../test-support/run-cli.ts';

// The built command, in processes of its own. On a busy machine each start takes its time.
jest.setTimeout(180_000);

const base = realpathSync(mkdtempSync(path.join(tmpdir(), 'twinmcp-model-')));
const [repo, dataDir] = [path.join(base, 'repo'), path.join(base, 'data')];
afterAll(async () => {
  await endAll();
  rmSync(base, { recursive: true, force: true });
});

it('an index that another model made is filled anew once somebody asks, with nobody telling it to', async () => {
  const here = { cwd: repo, dataDir };
  mkdirSync(repo);
  mkdirSync(dataDir, { mode: 0o700 });
  writeFileSync(path.join(repo, 'delete.py'), 'def remove_folder(path):\n    """Takes a directory and all that is in it away."""\n    shutil.rmtree(path)\n');
  expect((await runCli(['index', '.'], here)).code).toBe(0);
  const [workspace] = readdirSync(path.join(dataDir, 'embedding'));
  const database = new DatabaseSync(path.join(dataDir, 'embedding', workspace!, 'index.db'));
  // As an earlier release left it.
  const { changes } = database.prepare(`UPDATE meta SET value = replace(value, 'static-code-', 'static-code-0') WHERE key = 'identity' AND value LIKE '%static-code-%'`).run();
  database.close();
  expect(changes).toBe(1);

  const up = startCli(['up', '--port', '0', '--json'], here);
  await outputOf(up, /"url":/);
  const search = async () => {
    const { code, stdout } = await runCli(['search', 'how to delete a directory', '--json'], here);
    return code === 0 ? (JSON.parse(stdout) as { hits: { path: string; sources: string[] }[]; degraded: unknown[] }) : null;
  };
  let answer = await search();
  expect(answer?.hits.some(({ sources }) => sources.includes('dense')) ?? false).toBe(false);
  for (const until = Date.now() + 60_000; Date.now() < until && !(answer && answer.hits.length > 0 && answer.degraded.length === 0); ) answer = await search();
  expect(answer).toMatchObject({ hits: [{ path: 'delete.py', sources: expect.arrayContaining(['dense']) }], degraded: [] });
  up.kill('SIGTERM');
  expect((await up.result).code).toBe(0);
});

import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { ValidationReport } from '@twinmcp/contracts';
import { jest } from '@jest/globals';
import { writePlans } from '@twinmcp/testing';
import { endAll, outputOf, runCli, startCli } from '../test-support/run-cli.ts';

let base: string;
let here: { cwd: string; dataDir: string };
const project = () => path.join(base, 'project');
const database = () => {
  const [workspace] = readdirSync(path.join(here.dataDir, 'embedding'));
  return path.join(here.dataDir, 'embedding', workspace!, 'index.db');
};
const cli = (...args: string[]) => runCli(args, here);
const validation = async () => {
  const { code, stdout } = await cli('validate-vectors', '--json');
  return { code, ...(JSON.parse(stdout) as ValidationReport) };
};

beforeAll(() => {
  base = mkdtempSync(path.join(tmpdir(), 'vector-commands-'));
  here = { cwd: project(), dataDir: path.join(base, 'data') };
  mkdirSync(path.join(project(), 'src'), { recursive: true });
  for (let i = 0; i < 12; i++) writeFileSync(path.join(project(), 'src', `part${i}.ts`), `/** Keeps the ${['cookies', 'headers', 'sessions', 'tokens'][i % 4]} of part ${i} until they expire. */\nexport function keep${i}(name: string): string {\n  return store${i}.get(name) ?? create${i}(name, ${i});\n}\n`);
  writePlans(path.join(project(), 'plans'), 300);
});
afterAll(async () => {
  await endAll();
  rmSync(base, { recursive: true, force: true });
});

jest.setTimeout(240_000); // every step is a process of its own

describe('commands that look after vectors', () => {
  it('vectorize: shows, does, reports', async () => {
    const preview = await cli('vectorize', '--dry-run', '--json');
    expect(preview.code).toBe(0);
    expect(JSON.parse(preview.stdout)).toMatchObject({ dryRun: true, preview: { added: 14, unchanged: 0, languages: { typescript: 12, markdown: 2 } } });
    expect((await cli('workspaces')).stdout).not.toContain('project');
    const done = await cli('vectorize', '--report', '../vectors.md', '--json');
    expect(done.code).toBe(0);
    expect(JSON.parse(done.stdout)).toMatchObject({ dryRun: false, validation: { state: 'clean' }, stats: { files: 14 } });
    expect(readFileSync(path.join(base, 'vectors.md'), 'utf8')).toContain('# Vectors of project');
    expect(JSON.parse((await cli('vectorize', '--dry-run', '--json')).stdout)).toMatchObject({ preview: { added: 0, changed: 0, unchanged: 14 } });
    expect(JSON.parse((await cli('symbols', '1.1.3', '--exact', '--json')).stdout)).toMatchObject({ symbols: [{ kind: 'task', name: '1.1.3' }] });
    // What follows goes through an engine that runs; what came before ran in the process of the command.
    await outputOf(startCli(['up', '--port', '0'], here), /http:\/\/127\.0\.0\.1:\d+/);
  });

  it('validate-vectors and repair-vectors: 0 clean, 1 findings, 2 failed', async () => {
    expect(await validation()).toMatchObject({ code: 0, state: 'clean', files: 14 });
    const damaged = new DatabaseSync(database());
    damaged.exec(`UPDATE files SET hash = 'other' WHERE path = 'src/part3.ts'; UPDATE files SET path = 'src/gone.ts' WHERE path = 'src/part4.ts'`);
    damaged.close();
    const found = await validation();
    expect(found.code).toBe(1);
    expect(found.findings.map(({ kind }) => kind)).toEqual(['missing', 'orphan', 'stale']);
    const planned = await cli('repair-vectors');
    expect(planned.code).toBe(1);
    expect(planned.stdout).toContain('1 files that belong to nothing would be deleted');
    expect((await validation()).code).toBe(1);
    const repaired = await cli('repair-vectors', '--apply', '--report', '../repair.md');
    expect(repaired.code).toBe(0);
    expect(repaired.stdout).toMatch(/twinmcp snapshot restore \d{8}-\d{6}-[0-9a-f]{6}/);
    expect(readFileSync(path.join(base, 'repair.md'), 'utf8')).toContain('files indexed again');
    expect(await validation()).toMatchObject({ code: 0, files: 14 });
    expect((await cli('validate-vectors', '-w', 'no-such-workspace')).code).toBe(2);
    expect((await cli('validate-vectors', '--nonsense')).code).toBe(2);
  });

  it('verify-quality keeps what it measured', async () => {
    const first = await cli('verify-quality', '--json', '--sample', '50', '--report', '../quality.md');
    expect([0, 1]).toContain(first.code);
    const report = JSON.parse(first.stdout) as { run: { metrics: { neighbourOverlap: number }; probes: number } };
    expect(report.run.metrics.neighbourOverlap).toBeGreaterThan(0.9);
    expect(report.run.probes).toBeGreaterThan(5);
    expect(readFileSync(path.join(base, 'quality.md'), 'utf8')).toContain('probeRecall');
    await cli('verify-quality', '--dry-run', '--sample', '50');
    expect((JSON.parse((await cli('verify-quality', '--history', '--json')).stdout) as { runs: unknown[] }).runs).toHaveLength(1);
  });

  it('export and import: whole, or not at all', async () => {
    const target = path.join(base, 'exported');
    expect((await cli('export', target, '--dry-run')).code).toBe(0);
    expect(existsSync(target)).toBe(false);
    expect((await cli('export', target)).code).toBe(0);
    expect((await cli('export', target)).stderr).toContain('is not empty');
    const manifest = readFileSync(path.join(target, 'manifest.jsonl'));
    const part = readFileSync(path.join(target, 'part-00001.jsonl.gz'));
    expect(part.toString('latin1')).not.toContain('until they expire');
    const before = await validation();
    for (const [name, intact] of [['manifest.jsonl', manifest], ['part-00001.jsonl.gz', part]] as const) {
      const damaged = Buffer.from(intact);
      damaged[Math.floor(damaged.length / 2)]! ^= 1;
      writeFileSync(path.join(target, name), damaged);
      const refused = await cli('import', target);
      expect(refused.code).toBe(2);
      expect(refused.stderr).toContain('damaged');
      writeFileSync(path.join(target, name), intact);
    }
    writeFileSync(path.join(target, 'manifest.jsonl'), manifest.toString().replace('"version":1', '"version":2'));
    expect((await cli('import', target)).stderr).toContain('version 2');
    writeFileSync(path.join(target, 'manifest.jsonl'), manifest);
    expect(await validation()).toEqual({ ...before, tookMs: expect.any(Number) });
    expect((await cli('import', target, '--dry-run')).stdout).toContain('Nothing was imported');
    expect((await cli('import', path.join(base, 'nowhere'))).code).toBe(2);

    new DatabaseSync(database()).exec(`DELETE FROM files WHERE path = 'src/part1.ts'`);
    expect((await validation()).code).toBe(1);
    const done = await cli('import', target, '--json');
    expect(done.code).toBe(0);
    expect(await validation()).toMatchObject({ code: 0, files: 14 });
    const { snapshot } = JSON.parse(done.stdout) as { snapshot: string };
    expect((await cli('snapshot', 'restore', snapshot)).code).toBe(0);
    expect((await validation()).code).toBe(1);
    expect((await cli('import', target)).code).toBe(0);
    expect((await cli('search', 'keep sessions until they expire', '--json')).stdout).toContain('src/part');
    expect((await cli('snapshot', 'delete', snapshot)).code).toBe(0);
    expect((await cli('snapshot', 'delete', snapshot)).code).toBe(1);
    expect((await cli('snapshot', 'explode')).code).toBe(2);
  });

  it('vectorize stopped with Ctrl-C goes on where it was', async () => {
    const plans = path.join(base, 'plans');
    const alone = { cwd: plans, dataDir: path.join(base, 'alone') }; // no engine: the work is done in the process that is stopped
    writePlans(plans, 6_000, 2);
    const child = startCli(['vectorize', '--json'], alone);
    await outputOf(child, /indexing \d/);
    child.kill('SIGINT');
    expect((await child.result).code).toBe(130);
    const done = await runCli(['vectorize', '--json'], alone);
    expect(done.code).toBe(0);
    expect(JSON.parse(done.stdout)).toMatchObject({ validation: { state: 'clean' }, stats: { files: 24 } });
  });

  it('shards: shows them, plans another layout, moves to it, loses nothing', async () => {
    const sharded = { cwd: project(), dataDir: path.join(base, 'sharded'), env: { TWINMCP_EMBEDDING__SHARDING__STRATEGY: 'hash', TWINMCP_EMBEDDING__SHARDING__SHARDS: '3' } };
    const run = async (...args: string[]) => {
      const { code, stdout } = await runCli([...args, '--json'], sharded);
      return { code, report: JSON.parse(stdout) as { layout: object; shards: { points: number }[]; total: number; toMove: number; hits: { path: string }[] } };
    };
    expect((await runCli(['index'], sharded)).code).toBe(0);
    expect((await runCli(['shards'], { ...sharded, env: {} })).stderr).toContain('embedding.sharding.strategy');
    const shown = await run('shards');
    expect(shown).toMatchObject({ code: 0, report: { layout: { strategy: 'hash', shards: 3 }, moving: null } });
    const points = (shards: readonly { points: number }[]) => shards.reduce((sum, shard) => sum + shard.points, 0);
    const total = points(shown.report.shards);
    expect(Math.min(...shown.report.shards.map((shard) => shard.points))).toBeGreaterThan(total / 6);

    const planned = await run('shards', 'rebalance', '--strategy', 'hash', '--shards', '5');
    expect(planned).toMatchObject({ code: 1, report: { state: 'planned', total } });
    expect((await run('shards')).report.layout).toMatchObject({ shards: 3 });
    const best = ({ report }: { report: { hits: { path: string }[] } }) => report.hits.slice(0, 3).map((hit) => hit.path).sort();
    const before = await run('search', 'keep sessions until they expire');
    expect(await run('shards', 'rebalance', '--strategy', 'hash', '--shards', '5', '--apply')).toMatchObject({ code: 0, report: { state: 'done', moved: planned.report.toMove } });
    const after = await run('shards');
    expect([after.report.layout, points(after.report.shards)]).toEqual([expect.objectContaining({ strategy: 'hash', shards: 5 }), total]);
    // The weight of a word comes from the shard it lies in: places that hardly fit may change order, those that fit do not.
    expect(best(await run('search', 'keep sessions until they expire'))).toEqual(best(before));
    for (const wrong of [['explode'], ['rebalance'], ['rebalance', '--strategy', 'hash']]) expect((await runCli(['shards', ...wrong], sharded)).code).toBe(2);
  });
});

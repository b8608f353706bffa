import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ContextAnswer, Workspace } from '@twinmcp/contracts';
import { describeWithServer, eventually, writePlans } from '@twinmcp/testing';
import { RestClient } from './support/client.ts';
import { startEmbedded } from './support/embedded.ts';

const BIN = fileURLToPath(new URL('../../apps/twinmcp/bin/twinmcp.mjs', import.meta.url));

interface Outcome {
  readonly code: number | null;
  readonly out: string;
  readonly errors: string;
}

describeWithServer('nats-server', 'Commands beside a mesh', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'twinmcp-mesh-commands-'));
  const dataDir = path.join(folder, 'data');
  let mesh: ChildProcess;
  let url: string;

  const twinmcp = (args: string[], data = dataDir) =>
    new Promise<Outcome>((resolve) => {
      const child = execFile(process.execPath, [BIN, ...args, '--data-dir', data], { cwd: folder, timeout: 60_000 }, (_error, out, errors) => resolve({ code: child.exitCode, out, errors }));
    });
  const json = async <T>(...args: string[]): Promise<T> => {
    const { code, out, errors } = await twinmcp([...args, '--json']);
    expect({ code, errors: code === 0 ? '' : errors }).toEqual({ code: 0, errors: '' });
    return JSON.parse(out) as T;
  };

  beforeAll(async () => {
    mkdirSync(path.join(folder, 'project'));
    writeFileSync(path.join(folder, 'project', 'lighthouse.ts'), 'export function swivelLamp(degrees: number): number {\n  return degrees % 360;\n}\n');
    mesh = spawn(process.execPath, [BIN, 'mesh', '--port', '0', '--data-dir', dataDir], { stdio: ['ignore', 'ignore', 'pipe'] });
    let log = '';
    mesh.stderr!.setEncoding('utf8').on('data', (text: string) => (log += text));
    await eventually(() => existsSync(path.join(dataDir, 'engine.json')) || mesh.exitCode !== null, { timeoutMs: 60_000, what: 'the mesh' });
    if (mesh.exitCode !== null) throw new Error(`the mesh did not start:\n${log}`);
    ({ url } = JSON.parse(readFileSync(path.join(dataDir, 'engine.json'), 'utf8')) as { url: string });
  }, 90_000);

  afterAll(() => {
    if (mesh?.exitCode === null) mesh.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  it('index and ask in the mesh, from a relative path, and build nothing of their own', async () => {
    const { workspace } = await json<{ workspace: Workspace }>('index', 'project');
    const { body } = await new RestClient(url).send<{ workspaces: Workspace[] }>('GET', '/v1/workspaces');
    expect(body.workspaces.map(({ id, source }) => ({ id, source }))).toEqual([{ id: workspace.id, source: workspace.source }]);
    const answer = await json<ContextAnswer>('ask', '--workspace', 'project', 'swivelLamp');
    expect(answer.items.map((item) => item.citation.path)).toEqual(['lighthouse.ts']);
    expect(readdirSync(dataDir).filter((name) => !name.startsWith('engine.'))).toEqual(['mesh']);
  }, 90_000);

  it('look after its vectors: what crosses the bus comes in pages', async () => {
    writePlans(path.join(folder, 'plans'), 1_500);
    const { stats } = await json<{ stats: { chunks: number } }>('vectorize', 'plans');
    expect(stats.chunks).toBeGreaterThan(1_500);
    await json('export', 'exported', '-w', 'plans');
    expect(await json('import', 'exported', '-w', 'plans')).toMatchObject({ chunks: stats.chunks });
    expect(await json('validate-vectors', '-w', 'plans')).toMatchObject({ state: 'clean', chunks: stats.chunks });
    expect(await json('snapshot', 'list', '-w', 'plans')).toMatchObject({ snapshots: [{ reason: 'before an import' }] });
    // Sections of made-up plans answer nothing well: whatever is found of their quality reaches monitoring.
    const { code, out } = await twinmcp(['verify-quality', '-w', 'plans', '--json', '--sample', '100']);
    const degraded = (JSON.parse(out) as { state: string }).state === 'degraded';
    expect(code).toBe(degraded ? 1 : 0);
    const alerts = async () => (await json<{ system: { alerts: unknown[] } }>('status')).system.alerts;
    await eventually(async () => (await alerts()).length === (degraded ? 1 : 0), { timeoutMs: 10_000, what: 'monitoring to hear of it' });
  }, 120_000);

  it('name it in status and doctor', async () => {
    const { engine, system } = await json<{ engine: object; system: { shape: string } }>('status');
    expect({ engine, shape: system.shape }).toMatchObject({ engine: { running: true, pid: mesh.pid, url }, shape: 'mesh' });
    const { checks } = await json<{ checks: { name: string; state: string; detail: string }[] }>('doctor');
    for (const name of ['Engine', 'Port']) expect(checks.find((check) => check.name === name)).toMatchObject({ state: 'ok', detail: expect.stringContaining(url) });
  }, 60_000);

  it.each(['up', 'mesh'])('refuse a second engine: %s', async (command) => {
    const { code, errors } = await twinmcp([command, '--port', '0']);
    expect(code).not.toBe(0);
    expect(errors).toContain(`An engine already runs on this data directory (process ${mesh.pid}, ${url})`);
  }, 60_000);

  it('refuse a mesh beside an embedded engine', async () => {
    const own = path.join(folder, 'embedded');
    const embedded = await startEmbedded(own);
    const { code, errors } = await twinmcp(['mesh', '--port', '0'], own);
    expect(await embedded.stop()).toBe(0);
    expect(code).not.toBe(0);
    expect(errors).toContain('An engine already runs on this data directory');
    expect(existsSync(path.join(own, 'mesh'))).toBe(false);
  }, 60_000);

  it('do not see it any more once it has stopped', async () => {
    const exited = new Promise((resolve) => mesh.once('exit', resolve));
    mesh.kill('SIGTERM');
    expect(await exited).toBe(0);
    expect(existsSync(path.join(dataDir, 'engine.json'))).toBe(false);
  }, 60_000);
});

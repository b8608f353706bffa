import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describeWithServer } from '@twinmcp/testing';
import { startMesh, type Mesh } from 'twinmcp';
import { MeshMeter } from '../../tools/capacity/mesh-meter.ts';
import { spentBetween } from '../../tools/capacity/process-usage.ts';
import { ownRepository } from '../mesh/support/repository.ts';
import { HttpClient } from './http-client.ts';
import { questionsFrom } from './questions.ts';
import { reportOf } from './report.ts';
import { prepareScenarios, Progress, runScenarios } from './run-scenarios.ts';
import { SCENARIO_NAMES, SCENARIOS, type Target } from './scenarios.ts';
import { indexFolder } from './started-mesh.ts';

describeWithServer('nats-server', 'The load generator against a mesh', () => {
  const repository = ownRepository();
  const dataDir = mkdtempSync(path.join(tmpdir(), 'twinmcp-load-test-'));
  let mesh: Mesh;
  let target: Target;

  beforeAll(async () => {
    mesh = await startMesh({ dataDir });
    const client = new HttpClient(mesh.url);
    target = { client, workspaceId: (await indexFolder(client, repository.root)).workspaceId, ...questionsFrom(repository.root), budget: 2_000 };
  }, 120_000);

  afterAll(async () => {
    target?.client.close();
    await mesh?.stop();
    repository.remove();
    rmSync(dataDir, { recursive: true, force: true });
  }, 60_000);

  it.each(SCENARIO_NAMES)('has every request of "%s" answered', async (name) => {
    await prepareScenarios(target, [name]);
    const outcome = await SCENARIOS[name].send(target, 0);
    expect(outcome).toMatchObject({ ok: true, status: 200 });
  });

  it('drives a mix at a constant rate, and the meter sees who worked', async () => {
    const meter = new MeshMeter(mesh);
    const before = await meter.read();
    const report = reportOf(await runScenarios(target, new Progress(100), { mix: { search: 1, symbols: 2 }, pace: { ratePerSecond: 15 }, seconds: 2 }));
    const after = await meter.read();
    expect({ requests: report.requests, ok: report.ok, failed: report.failed, unanswered: report.unanswered }).toEqual({ requests: 30, ok: 30, failed: {}, unanswered: 0 });
    expect(report.latency.p95).toBeGreaterThanOrEqual(report.latency.p50);
    // Ten searches through context-assembly; symbols go to ast-analysis without it.
    expect(after.calls['context-assembly'] - before.calls['context-assembly']).toBe(10);
    expect(after.calls['ast-analysis'] - before.calls['ast-analysis']).toBeGreaterThanOrEqual(20);
    for (const name of ['gateway', 'context-assembly', 'ast-analysis', 'embedding'] as const) expect(spentBetween(before.usage[name], after.usage[name]).cpuMs).toBeGreaterThan(0);
    expect(after.usage.gateway.rssMb).toBeGreaterThan(30);
  });
});

// What a rolling restart of every service costs those who ask meanwhile: a constant rate of questions to two gateways behind a balancer,
// first while nothing happens, then while each service gets a successor. `node --conditions=twinmcp-source --no-warnings tools/bench/rolling.ts
// [--rate 5] [--steady 30]`; needs the build and nats-server; prints one JSON document.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { SERVICES, type ServiceName, type Workspace } from '@twinmcp/contracts';
import { startNatsServer } from '@twinmcp/testing';
import { RestClient } from '../../tests/mesh/support/client.ts';
import { MeshOfReplicas } from '../../tests/mesh/support/replicas.ts';
import { ownRepository } from '../../tests/mesh/support/repository.ts';

const { values } = parseArgs({ options: { rate: { type: 'string', default: '5' }, steady: { type: 'string', default: '30' } } });
const QUERIES = ['where is a job redelivered', 'withTimeout', 'how are binary files skipped', 'split identifiers into words', 'backoff with jitter'];
/** Of the chart: a pod that goes serves so long after it left its endpoints. */
const PRE_STOP_MS = 5_000;
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const round = (value: number): number => Math.round(value * 10) / 10;

interface Window {
  readonly ms: number[];
  failed: number;
  degraded: number;
}

function summary({ ms, failed, degraded }: Window): Record<string, number> {
  const sorted = ms.toSorted((a, b) => a - b);
  const at = (share: number): number => round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
  return { requests: ms.length, failed, degraded, p50: at(0.5), p95: at(0.95), p99: at(0.99), most: round(sorted.at(-1) ?? 0) };
}

const folder = mkdtempSync(path.join(tmpdir(), 'twinmcp-rolling-'));
// Small: what stands in for Qdrant compares with every point, and is not what is measured.
const repository = ownRepository(['libs/kernel/src', 'libs/domain/messaging/src']);
const nats = await startNatsServer();
// In a process of its own: searching is not to take time from the one that measures.
const qdrant = spawn(process.execPath, ['--conditions=twinmcp-source', '--no-warnings', '--input-type=module', '-e', "import { startQdrantDouble } from '@twinmcp/testing'; console.log((await startQdrantDouble()).url)"], { stdio: ['ignore', 'pipe', 'inherit'] });
const qdrantUrl = await new Promise<string>((resolve) => qdrant.stdout.once('data', (data: Buffer) => resolve(data.toString().trim())));
const mesh = await MeshOfReplicas.start([...SERVICES, 'gateway'], { folder, env: { NATS_URL: nats.url, QDRANT_URL: qdrantUrl }, preStopMs: PRE_STOP_MS });
try {
  const rest = new RestClient(mesh.url);
  const { body } = await rest.send<{ workspace: Workspace }>('POST', '/v1/workspaces', { source: { kind: 'git', url: `file://${repository.root}` } });
  const { id } = body.workspace;
  await rest.finished((await rest.submit(id)).body.job.id, 120_000);

  const all: Promise<void>[] = [];
  let window: Window = { ms: [], failed: 0, degraded: 0 };
  const ask = async (number: number, into: Window): Promise<void> => {
    const startedAt = performance.now();
    const query = `${QUERIES[number % QUERIES.length]!} ${number % 97}`; // not one that is answered from the cache each time
    await (number % 2 === 0 ? rest.search(id, query) : rest.context(id, query, 1_500)).then(
      ({ status, body: answer }) => {
        if (status !== 200) into.failed++;
        else if (answer.degraded.length > 0) into.degraded++;
      },
      () => into.failed++,
    );
    into.ms.push(performance.now() - startedAt);
  };
  let number = 0;
  const ticking = setInterval(() => all.push(ask(number++, window)), 1_000 / Number(values.rate));
  await sleep(5_000); // caches and compilers are warm
  const steady = (window = { ms: [], failed: 0, degraded: 0 });
  await sleep(Number(values.steady) * 1_000);
  const windows: Record<string, Window> = {};
  for (const service of SERVICES as readonly ServiceName[]) {
    window = windows[service] = { ms: [], failed: 0, degraded: 0 };
    await mesh.rollingRestart(service);
  }
  clearInterval(ticking);
  await Promise.all(all);
  const rolling = Object.values(windows).reduce<Window>((sum, one) => ({ ms: [...sum.ms, ...one.ms], failed: sum.failed + one.failed, degraded: sum.degraded + one.degraded }), { ms: [], failed: 0, degraded: 0 });
  const [before, during] = [summary(steady), summary(rolling)];
  console.log(JSON.stringify({ cores: availableParallelism(), load: loadavg().map(round), rate: Number(values.rate), steady: before, rolling: during, ratioP95: round(during['p95']! / before['p95']!), byService: Object.fromEntries(Object.entries(windows).map(([service, one]) => [service, summary(one)])) }, null, 2));
} finally {
  await mesh.close();
  qdrant.kill();
  await nats.stop();
  repository.remove();
  rmSync(folder, { recursive: true, force: true });
}
process.exit();

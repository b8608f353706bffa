// What a request costs in each service of the mesh: `npm run bench:mesh -- --help`.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { SERVICES } from '@twinmcp/contracts';
import type { Tally } from '../../tests/load/drive.ts';
import { HttpClient } from '../../tests/load/http-client.ts';
import { questionsFrom } from '../../tests/load/questions.ts';
import { reportOf } from '../../tests/load/report.ts';
import { prepareScenarios, Progress, runScenarios, type Pace } from '../../tests/load/run-scenarios.ts';
import type { ScenarioName, Target } from '../../tests/load/scenarios.ts';
import { corpusFolder, indexFolder, startTemporaryMesh, type CorpusName } from '../../tests/load/started-mesh.ts';
import { measuredTable } from './measured-table.ts';
import { PROCESSES, USUAL_MIX, type Cost, type Measured, type MeasuredScenario, type Process } from './measured.types.ts';
import { MeshMeter, measureStarts, type Reading } from './mesh-meter.ts';
import { spentBetween } from './process-usage.ts';

const CLIENTS = 32;
/** Of what was answered at saturation: there a queue is short and its growth is not yet the measurement. */
const OPEN_SHARE = 0.6;
const IDLE_MS = 10_000;
const QUANTILES = Array.from({ length: 20 }, (_, i) => 2.5 + 5 * i);

const HELP = `What a request costs in each service of the mesh. Starts six processes and nats-server, indexes the pinned corpus, drives
every scenario with one client, with ${CLIENTS}, and at a constant rate; reads CPU and memory of each process from /proc.
Six minutes on an idle machine; prints a table and writes JSON, which the plan and the simulation read.

  npm run bench:mesh -- [options]

  --corpus <name>     all (107,000 chunks) or thousand-files     (all)
  --seconds <n>       of each run (12)
  --only <names>      scenarios, separated by commas
  --out <file>        (tools/capacity/measured.json)     --json  JSON instead of the table

Examples
  npm run bench:mesh
  npm run bench:mesh -- --corpus thousand-files --seconds 3 --only ask,ask-cached --out mine.json
`;

const { values } = parseArgs({ options: { help: { type: 'boolean', short: 'h', default: false }, corpus: { type: 'string', default: 'all' }, seconds: { type: 'string', default: '12' }, out: { type: 'string', default: fileURLToPath(new URL('measured.json', import.meta.url)) }, only: { type: 'string' }, json: { type: 'boolean', default: false } } });
const seconds = Number(values.seconds);
const log = (text: string): void => void process.stderr.write(`${text}\n`);
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const round = (value: number, digits = 1): number => Math.round(value * 10 ** digits) / 10 ** digits;
const each = <T>(make: (name: Process) => T): Record<Process, T> => Object.fromEntries(PROCESSES.map((name) => [name, make(name)])) as Record<Process, T>;

function costs(before: Reading, after: Reading, requests: number): Record<Process, Cost> {
  return each((name) => {
    const { cpuMs, mainMs, workerMs } = spentBetween(before.usage[name], after.usage[name]);
    return { cpuMs: round(cpuMs / requests, 2), mainMs: round(mainMs / requests, 2), workerMs: round(workerMs / requests, 2), calls: round((after.calls[name] - before.calls[name]) / requests, 2) };
  });
}

/** A run, and what every process spent on each of its requests. Nothing is warmed up here: every request counts in both. */
async function metered(target: Target, progress: Progress, meter: MeshMeter, mix: Measured['mixed']['mix'], pace: Pace, duration = seconds): Promise<{ tally: Tally; cost: Record<Process, Cost>; generatorCpuMs: number }> {
  const before = await meter.read();
  const own = process.cpuUsage();
  const tally = await runScenarios(target, progress, { mix, pace, seconds: duration });
  const { user, system } = process.cpuUsage(own);
  return { tally, cost: costs(before, await meter.read(), tally.sent), generatorCpuMs: round((user + system) / 1_000 / tally.sent, 2) };
}

async function measureScenario(name: ScenarioName, target: Target, progress: Progress, meter: MeshMeter): Promise<MeasuredScenario> {
  const mix = { [name]: 1 };
  const clients = name === 'index' ? 1 : CLIENTS;
  log(`${name} …`);
  await prepareScenarios(target, [name]);
  await runScenarios(target, progress, { mix, pace: { clients: 2 }, seconds: Math.min(3, seconds) });
  const alone = await runScenarios(target, progress, { mix, pace: { clients: 1 }, seconds: seconds / 2 });
  const { tally, cost, generatorCpuMs } = await metered(target, progress, meter, mix, { clients });
  const ratePerSecond = round((tally.ok / tally.seconds) * OPEN_SHARE);
  const open = await runScenarios(target, progress, { mix, pace: { ratePerSecond }, seconds });
  const spread = QUANTILES.map((p) => alone.latency.percentile(p));
  const mean = spread.reduce((sum, value) => sum + value, 0) / spread.length;
  return { saturated: { clients, report: reportOf(tally) }, open: { ratePerSecond, report: reportOf(open) }, oneClient: reportOf(alone), spread: spread.map((value) => round(value / mean, 3)), cost, generatorCpuMs };
}

function bytesBelow(folder: string): number {
  if (!existsSync(folder)) return 0;
  return readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).reduce((sum, { parentPath, name }) => sum + (statSync(path.join(parentPath, name), { throwIfNoEntry: false })?.size ?? 0), 0);
}

async function main(): Promise<void> {
  const loadBefore = round(loadavg()[0]!);
  const root = corpusFolder(values.corpus as CorpusName);
  const asked = questionsFrom(root);
  log('starting six services and nats-server …');
  const { mesh, dataDir, stop } = await startTemporaryMesh();
  const client = new HttpClient(mesh.url);
  try {
    const readyMs = await measureStarts(mesh);
    const meter = new MeshMeter(mesh);
    log('idle …');
    await sleep(3_000);
    const rest = await meter.read();
    await sleep(IDLE_MS);
    const rested = await meter.read();
    const idle = each((name) => ({ rssMb: Math.round(rested.usage[name].rssMb), cpuPercent: round((spentBetween(rest.usage[name], rested.usage[name]).cpuMs / IDLE_MS) * 100, 2) }));

    log(`indexing ${values.corpus} …`);
    meter.watch();
    const started = performance.now();
    const { workspaceId, summary } = await indexFolder(client, root);
    const indexingSeconds = round((performance.now() - started) / 1_000);
    const indexed = await meter.read();
    const indexing = { seconds: indexingSeconds, cpuMs: each((name) => Math.round(spentBetween(rested.usage[name], indexed.usage[name]).cpuMs)), rssMb: meter.peaks(), diskMb: each((name) => round(bytesBelow(path.join(dataDir, 'mesh', name)) / 1e6)) };
    // What indexing took and gives back (parser threads) is not what answering takes.
    await sleep(15_000);

    const target: Target = { client, workspaceId, ...asked, budget: 4_000 };
    const progress = new Progress();
    meter.watch();
    const names = (values.only?.split(',') ?? [...Object.keys(USUAL_MIX), 'index']) as ScenarioName[];
    const scenarios: Partial<Record<ScenarioName, MeasuredScenario>> = {};
    for (const name of names) scenarios[name] = await measureScenario(name, target, progress, meter);
    const mix = Object.fromEntries(Object.entries(USUAL_MIX).filter(([name]) => scenarios[name as ScenarioName])) as Measured['mixed']['mix'];
    const total = Object.values(mix).reduce((sum, weight) => sum + weight, 0);
    const mean = (of: (scenario: MeasuredScenario) => number) => Object.entries(mix).reduce((sum, [name, weight]) => sum + (weight / total) * of(scenarios[name as ScenarioName]!), 0);
    const ratePerSecond = round(OPEN_SHARE / mean(({ saturated }) => 1 / saturated.report.perSecond));
    log('all together …');
    await prepareScenarios(target, names);
    const mixed = await metered(target, progress, meter, mix, { ratePerSecond }, seconds * 1.5);
    const loadedRssMb = meter.peaks();

    const commit = execFileSync('git', ['-C', fileURLToPath(new URL('../..', import.meta.url)), 'rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
    const result: Measured = {
      measured: new Date().toISOString().slice(0, 10),
      commit,
      machine: { cores: availableParallelism(), memoryGb: Math.round(totalmem() / 1e9), cpu: cpus()[0]?.model ?? 'unknown', node: process.version, loadBefore },
      corpus: { name: values.corpus, files: summary.files, mb: round(summary.bytes / 1e6), chunks: summary.chunks, symbols: summary.symbols },
      readyMs,
      idle,
      indexing,
      loadedRssMb,
      scenarios,
      mixed: { mix, ratePerSecond, report: reportOf(mixed.tally), cpuMs: each((name) => ({ predicted: round(mean(({ cost }) => cost[name].cpuMs), 2), measured: mixed.cost[name].cpuMs })) },
    };
    writeFileSync(values.out, `${JSON.stringify(result, null, 1)}\n`);
    process.stdout.write(values.json ? `${JSON.stringify(result)}\n` : measuredTable(result, SERVICES));
    log(`written to ${values.out}`);
  } finally {
    client.close();
    await stop();
  }
}

if (values.help) process.stdout.write(HELP);
else await main();

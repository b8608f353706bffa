// Replicas, cores and memory for a rate and a number of documents, from measured costs: `npm run capacity:plan -- --help`.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { stringify } from 'yaml';
import { parseMix } from '../../tests/load/scenarios.ts';
import { table } from './measured-table.ts';
import { USUAL_MIX, type Measured } from './measured.types.ts';
import { planFor, planValues, type Plan } from './plan-model.ts';
import { chartSettings, type ChartSettings } from './simulation/chart-settings.ts';
import { requestModels, serviceModels } from './simulation/model.ts';
import { simulate } from './simulation/simulate.ts';

const HELP = `Replicas, cores and memory for a rate and a number of documents, from what \`npm run bench:mesh\` measured.

  npm run capacity:plan -- [options]

  --rps <n>            requests a second (10000)
  --mix <scenarios>    ask=.3,ask-cached=.3,… as in \`npm run load\`; the share of ask-cached is the hit rate
  --documents <n>      files in all workspaces (1000000)
  --workspaces <n>     of one size that they fall into; a question searches one (140: of 7,150 files, as measured)
  --utilization <n>    of a core, of a request (.7)      --spare <n>  share of replicas that may be away (.1)
  --check <seconds>    simulate the plan at that rate for so long and give its p95 (10; 0: do not)
  --values <file>      write the plan as values for the chart
  --measured <file>    costs                             --json

Examples
  npm run capacity:plan
  npm run capacity:plan -- --rps 500 --mix ask=.2,ask-cached=.6,search=.2 --documents 50000 --workspaces 10 --values plan.yaml
`;
const OPTIONS = {
  rps: { type: 'string', default: '10000' }, mix: { type: 'string' }, documents: { type: 'string', default: '1000000' }, workspaces: { type: 'string', default: '140' }, utilization: { type: 'string', default: '0.7' }, spare: { type: 'string', default: '0.1' },
  check: { type: 'string', default: '10' }, values: { type: 'string' }, measured: { type: 'string', default: fileURLToPath(new URL('measured.json', import.meta.url)) }, json: { type: 'boolean', default: false }, help: { type: 'boolean', short: 'h', default: false },
} as const;

const { values } = parseArgs({ options: OPTIONS });
if (values.help) process.stdout.write(HELP);
else main();

function main(): void {
  const measured = JSON.parse(readFileSync(values.measured, 'utf8')) as Measured;
  const [requestsPerSecond, documents, workspaces, utilization, spare, check] = (['rps', 'documents', 'workspaces', 'utilization', 'spare', 'check'] as const).map((name) => {
    if (!(Number(values[name]) >= 0)) throw new Error(`--${name} takes a number, not "${values[name]}"`);
    return Number(values[name]);
  }) as [number, number, number, number, number, number];
  const mix = values.mix === undefined ? USUAL_MIX : parseMix(values.mix);
  const plan = planFor(measured, { requestsPerSecond, mix, documents, workspaces, utilization, spare });
  const checked = check > 0 ? checkPlan(measured, plan, check) : null;
  if (values.values !== undefined) writeFileSync(values.values, stringify(planValues(plan)));
  process.stdout.write(values.json ? `${JSON.stringify({ ...plan, checked }, null, 2)}\n` : text(plan, checked));
}

interface Checked {
  readonly p95Ms: number;
  readonly missed: number;
  readonly requests: number;
}

/** The planned replicas, less those that may be away, under that rate; no autoscaler. */
function checkPlan(measured: Measured, plan: Plan, seconds: number): Checked {
  const base = chartSettings();
  const services = Object.fromEntries(Object.entries(base.services).map(([name, settings]) => [name, { ...settings, autoscaling: null, replicas: Math.ceil((plan.services[name as keyof typeof plan.services]?.replicas ?? 2) * (1 - plan.input.spare)) }])) as ChartSettings['services'];
  const grown = plan.index.searchMs > 0 ? plan.services.embedding : undefined;
  const requests = requestModels(measured, plan.input.mix);
  const factor = grown && grown.cpuMs > 0 ? grown.cpuMs / requests.reduce((sum, { share, work }) => sum + share * (work.embedding ? work.embedding.main + work.embedding.worker + work.embedding.extra : 0), 0) : 1;
  const scaled = requests.map((request) => (request.work.embedding ? { ...request, work: { ...request.work, embedding: { main: request.work.embedding.main * factor, worker: request.work.embedding.worker * factor, extra: request.work.embedding.extra * factor } } } : request));
  const points = simulate({ chart: { ...base, services }, requests: scaled, services: serviceModels(measured), rate: () => plan.input.requestsPerSecond, seconds, seed: 1, stepS: 1 });
  // The first seconds fill the pods.
  const steady = points.slice(Math.min(2, points.length - 1));
  return { p95Ms: Math.round(Math.max(...steady.map(({ p95Ms }) => p95Ms))), missed: steady.reduce((sum, { shed, timedOut, degraded }) => sum + shed + timedOut + degraded, 0), requests: steady.reduce((sum, { arrived }) => sum + arrived, 0) };
}

function text(plan: Plan, checked: Checked | null): string {
  const { input, index, services } = plan;
  const shares = Object.entries(input.mix).map(([name, share]) => `${name} ${share}`).join(', ');
  const rows = Object.entries(services).map(([name, s]) => [name, s.cpuMs.toFixed(2), s.threadMs.toFixed(2), s.replicas, s.cpuRequest, s.memory, Math.round(s.cores), Math.round(s.memoryGib)]);
  return [
    `${input.requestsPerSecond} requests a second (${shares}), pods at ${input.utilization * 100} %, ${input.spare * 100} % of them away at most`,
    '',
    table(['service', 'CPU ms', 'busiest thread ms', 'replicas', 'cores a pod', 'MiB a pod', 'cores', 'GiB'], rows),
    `nats: ${plan.nats.cpuMs.toFixed(2)} ms a request, ${Math.ceil(plan.nats.cores)} cores over its servers`,
    `together ${Math.ceil(plan.cores)} cores, ${Math.ceil(plan.memoryGib)} GiB`,
    ...(checked ? [`simulated at that rate with the spare replicas away: p95 ${checked.p95Ms} ms, ${checked.missed} of ${checked.requests} requests without full answer`] : []),
    '',
    `${input.documents} documents in ${input.workspaces} workspaces of ${index.documentsPerWorkspace}: ${index.chunks} chunks, ${index.chunksPerWorkspace} a workspace`,
    `  index ${index.diskGb.toFixed(1)} GB, syntax ${index.syntaxDiskGb.toFixed(1)} GB a replica that serves all; ${index.shardsPerWorkspace} shard${index.shardsPerWorkspace === 1 ? '' : 's'} a workspace, ${Math.round(index.residentMb)} MB resident in a process that holds one`,
    `  one search ${index.searchMs.toFixed(1)} ms of CPU; all indexed anew: ${index.indexingCoreHours.toFixed(1)} core hours`,
    '',
  ].join('\n');
}

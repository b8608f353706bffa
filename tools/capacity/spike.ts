// How the chart's autoscalers take a sudden load, by simulation from measured costs: `npm run capacity:spike -- --help`.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { parse } from 'yaml';
import { parseMix } from '../../tests/load/scenarios.ts';
import { table } from './measured-table.ts';
import { USUAL_MIX, type Measured } from './measured.types.ts';
import { chartSettings } from './simulation/chart-settings.ts';
import { quietRate, requestModels, serviceModels } from './simulation/model.ts';
import { ASKED, simulate, type Point, type SimulationOptions } from './simulation/simulate.ts';
import { spikeSvg, summarize, type SpikeSummary } from './simulation/summarize.ts';

const HELP = `How the chart's autoscalers take a sudden load: a simulation, request by request, of the real algorithm of
Kubernetes with the settings of helm/twinmcp/values.yaml and the costs that \`npm run bench:mesh\` measured.

  npm run capacity:spike -- [options]

  --factor <n>        the spike, times the base rate (10)
  --base <n>          requests a second before and after; default: what the least replicas carry
  --seconds <n>       length of the spike (900); as long before, and twice as long after it
  --mix <scenarios>   ask=.3,ask-cached=.3,… as in \`npm run load\`
  --values <file>     values over those of the chart, as given to helm
  --seed <n>          of chance (1)             --seeds <n>  repeat with as many (1)
  --measured <file>   costs                     --out <file>  JSON     --svg <file>  drawing of the first case

Examples
  npm run capacity:spike
  npm run capacity:spike -- --factor 5 --values my-values.yaml --svg spike.svg
`;
const OPTIONS = {
  factor: { type: 'string', default: '10' }, base: { type: 'string' }, seconds: { type: 'string', default: '900' }, mix: { type: 'string' }, values: { type: 'string' }, seed: { type: 'string', default: '1' }, seeds: { type: 'string', default: '1' },
  measured: { type: 'string', default: fileURLToPath(new URL('measured.json', import.meta.url)) }, out: { type: 'string' }, svg: { type: 'string' }, help: { type: 'boolean', short: 'h', default: false },
} as const;

/** What a cluster may be like: the chart does not know. */
const CASES: readonly { readonly name: string; readonly over: Partial<SimulationOptions> }[] = [
  { name: 'cores to spare, metrics each 15 s', over: {} },
  { name: 'metrics each 60 s', over: { metricsS: 60 } },
  { name: 'with work metrics', over: { workMetrics: true } },
  { name: 'image pulled first (30 s)', over: { scheduleS: 30 } },
  { name: 'full nodes: only what is requested', over: { cpu: 'request' } },
];

const { values } = parseArgs({ options: OPTIONS });
if (values.help) process.stdout.write(HELP);
else main();

function main(): void {
  const measured = JSON.parse(readFileSync(values.measured, 'utf8')) as Measured;
  const chart = chartSettings(values.values === undefined ? {} : (parse(readFileSync(values.values, 'utf8')) as Record<string, unknown>));
  const requests = requestModels(measured, values.mix === undefined ? USUAL_MIX : parseMix(values.mix));
  const base = values.base === undefined ? Math.floor(quietRate(chart, requests)) : Number(values.base);
  const [factor, length, seed] = [Number(values.factor), Number(values.seconds), Number(values.seed)];
  const spike = { beginsAt: length, endsAt: 2 * length };
  const results: { name: string; seed: number; summary: SpikeSummary; points: readonly Point[] }[] = [];
  for (const { name, over } of CASES) {
    for (let i = 0; i < Number(values.seeds); i++) {
      const points = simulate({ chart, requests, services: serviceModels(measured), rate: (at) => (at >= spike.beginsAt && at < spike.endsAt ? base * factor : base), seconds: 4 * length, seed: seed + i, ...over });
      results.push({ name, seed: seed + i, summary: summarize(points, spike), points });
    }
  }
  const percent = (count: number, of: number) => `${((count / of) * 100).toFixed(1)} %`;
  const replicas = (counts: Readonly<Record<string, number>>) => ASKED.map((name) => counts[name]).join('/');
  process.stdout.write(`${base} → ${base * factor} requests a second for ${length} s; replicas of ${ASKED.join('/')}\n\n${table(
    ['cluster', 'good again after', 'shed', 'timed out', 'parts missing', 'later than 500 ms', 'worst p95 ms', 'most replicas', 'at the end', 'turns'],
    results.map(({ name, summary: s }) => [name, s.recoveredAfterS === null ? 'not' : `${s.recoveredAfterS} s`, percent(s.shed, s.arrived), percent(s.timedOut, s.arrived), percent(s.degraded, s.arrived), percent(s.late, s.arrived), s.worstP95Ms, replicas(s.mostReplicas), replicas(s.lastReplicas), s.turns]),
  )}\n`);
  if (values.out !== undefined) writeFileSync(values.out, `${JSON.stringify({ measured: measured.measured, base, factor, spike, results })}\n`);
  if (values.svg !== undefined) writeFileSync(values.svg, spikeSvg(`${base} → ${base * factor} requests/s for ${length} s (grey): ${results[0]!.name}`, results[0]!.points, spike));
}

// Load on a TwinMCP server: `npm run load -- --help`.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { HttpClient } from './http-client.ts';
import { questionsFrom, readQuestions } from './questions.ts';
import { printReport, reportOf } from './report.ts';
import { prepareScenarios, Progress, runScenarios, type Pace } from './run-scenarios.ts';
import { Mix, parseMix, SCENARIOS, type Target } from './scenarios.ts';
import { corpusFolder, indexFolder, startTemporaryMesh, type CorpusName } from './started-mesh.ts';

const HELP = `Load on a TwinMCP server, and what came of it.

  npm run load -- [options]

What is asked
${Object.entries(SCENARIOS).map(([name, { summary }]) => `  ${name.padEnd(12)}${summary}`).join('\n')}

Options
  --mix <scenarios>     one name, or shares: ask=.5,search=.3,symbols=.2       (ask)
  --rate <n>            open loop: n requests a second, however fast they are answered;
                        each is timed from when it was due
  --poisson             arrivals of independent callers instead of even ones
  --clients <n>         closed loop: n callers that wait for their answers     (8, without --rate)
  --seconds <n>         counted time (20)      --warmup <n>  before that (3)
  --url <url>           the server             --workspace <id>  an indexed workspace of it
  --questions <file>    one a line, or a JSON array                            (drawn from the corpus)
  --skip <n>            begin at question n: what was asked before may be cached (0)
  --budget <tokens>     of an answer (4000)
  --key <key>           sent as bearer token
  --mesh                start a mesh of six processes on data of its own and index the corpus
  --corpus <name>       all (107,000 chunks) or thousand-files                 (thousand-files)
  --json [--out <file>] the report as JSON     --fail-above <ms>  exit 1 when p95 is above, or anything failed

Examples
  npm run load -- --mesh --mix ask --clients 16
  npm run load -- --url http://127.0.0.1:3000 --workspace ws-1 --questions asked.txt --rate 40 --seconds 60
  npm run load -- --mesh --corpus all --mix ask=.3,ask-cached=.4,search=.2,symbols=.1 --rate 30 --poisson --fail-above 500
`;

const OPTIONS = {
  mix: { type: 'string', default: 'ask' }, rate: { type: 'string' }, poisson: { type: 'boolean', default: false }, clients: { type: 'string' },
  seconds: { type: 'string', default: '20' }, warmup: { type: 'string', default: '3' }, url: { type: 'string' }, workspace: { type: 'string' },
  questions: { type: 'string' }, skip: { type: 'string', default: '0' }, budget: { type: 'string', default: '4000' }, key: { type: 'string' },
  mesh: { type: 'boolean', default: false }, corpus: { type: 'string', default: 'thousand-files' }, json: { type: 'boolean', default: false },
  out: { type: 'string' }, 'fail-above': { type: 'string' }, help: { type: 'boolean', short: 'h', default: false },
} as const;

class Usage extends Error {}

function number(name: string, text: string, least = 0): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= least)) throw new Usage(`--${name} takes a number of at least ${least}, not "${text}".`);
  return value;
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: OPTIONS, allowPositionals: false });
  if (values.help) return void process.stdout.write(HELP);
  const mix = parseMix(values.mix);
  const pace: Pace = values.rate === undefined ? { clients: number('clients', values.clients ?? '8', 1) } : { ratePerSecond: number('rate', values.rate, 0.01), arrivals: values.poisson ? 'poisson' : 'constant' };
  if (values.rate !== undefined && values.clients !== undefined) throw new Usage('--rate is the open loop and --clients the closed one: give one of them.');
  if (!values.mesh && (values.url === undefined || values.workspace === undefined)) throw new Usage('Give --url and --workspace of a server that runs, or --mesh to start one.');
  if (!['all', 'thousand-files'].includes(values.corpus)) throw new Usage('--corpus is all or thousand-files.');
  const [seconds, warmupSeconds, budget, skip] = (['seconds', 'warmup', 'budget', 'skip'] as const).map((name) => number(name, values[name])) as [number, number, number, number];
  const corpus = values.mesh || values.questions === undefined ? corpusFolder(values.corpus as CorpusName) : null;
  const asked = values.questions === undefined ? questionsFrom(corpus!) : readQuestions(values.questions);

  const abort = new AbortController();
  process.once('SIGINT', () => abort.abort());
  const note = (text: string) => process.stderr.write(`${text}\n`);
  if (values.mesh) note('Starting six services and nats-server …');
  const own = values.mesh ? await startTemporaryMesh() : null;
  const client = new HttpClient(own?.mesh.url ?? values.url!, { apiKey: values.key });
  try {
    if (own) note(`Indexing ${values.corpus} …`);
    const workspaceId = own ? (await indexFolder(client, corpus!)).workspaceId : values.workspace!;
    const target: Target = { client, workspaceId, ...asked, budget };
    note(`${values.mix}, ${'clients' in pace ? `${pace.clients} clients` : `${pace.ratePerSecond} a second, ${pace.arrivals}`}, ${seconds} s …`);
    const progress = new Progress(skip);
    await prepareScenarios(target, new Mix(mix).names);
    const report = reportOf(await runScenarios(target, progress, { mix, pace, seconds, warmupSeconds, signal: abort.signal }));
    const whole = { mix, pace, ...report, nextSkip: progress.asked };
    if (values.out !== undefined) writeFileSync(values.out, `${JSON.stringify(whole, null, 2)}\n`);
    process.stdout.write(values.json ? `${JSON.stringify(whole, null, 2)}\n` : `${printReport(values.mix, report)}\n`);
    if (values['fail-above'] !== undefined && (report.latency.p95 > number('fail-above', values['fail-above']) || report.ok < report.requests || report.unanswered > 0)) process.exitCode = 1;
  } finally {
    client.close();
    await own?.stop();
  }
}

try {
  await main();
} catch (error) {
  const wrongUse = error instanceof Usage || (error as NodeJS.ErrnoException).code?.startsWith('ERR_PARSE_ARGS') === true || /no scenario|weight of/.test((error as Error).message);
  process.stderr.write(wrongUse ? `${(error as Error).message}\n(--help says more)\n` : `${(error as Error).stack}\n`);
  process.exitCode = wrongUse ? 2 : 1;
}

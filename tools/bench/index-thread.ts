// What the thread of the index is worth: two engines on copies of one data directory, one with it and one without, asked in
// turn, so that whatever else the machine does meets both: `npm run bench:index-thread`.
//   asked        the questions of `npm run bench`, none repeated, both engines otherwise idle
//   while index  the same while the engine indexes the thousand-file repository, and the time until it answers /health/live
import { spawnSync } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { percentile } from '@twinmcp/evaluation';
import { BIN, call, log, residentMb, startEngine, temp } from './engine.ts';
import { fetchCorpus } from './fetch-corpus.ts';
import { sampleQueries } from './queries.ts';

const VARIANTS = { thread: { TWINMCP_EMBEDDING__INDEX_THREAD: 'true' }, 'main thread': { TWINMCP_EMBEDDING__INDEX_THREAD: 'false' } };
type Variant = keyof typeof VARIANTS;
const QUESTIONS = Number(process.argv[2] ?? 300);
const WARM_UP = 20;
const timeAt = (times: readonly number[], p: number): string => percentile(times, p).toFixed(1);
const figures = (times: number[]) => ({ p50: timeAt(times, 0.5), p95: timeAt(times, 0.95), max: timeAt(times, 1) });

const corpus = fetchCorpus(process.env['BENCH_CACHE_DIR'] ?? path.join(homedir(), '.cache', 'twinmcp-bench'));
const running: { stop(): Promise<void> }[] = [];
const first = temp('index-thread');
const second = `${first}-copy`;
try {
  log('index the corpus …');
  const { status, stdout } = spawnSync(process.execPath, [BIN, 'index', corpus.root, '--json', '--data-dir', first], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  if (status !== 0) throw new Error(`index ended with ${status}`);
  const { workspace } = JSON.parse(stdout) as { workspace: { id: string } };
  cpSync(first, second, { recursive: true });
  const started = async (folder: string, variant: Variant) => {
    const engine = await startEngine(folder, VARIANTS[variant]);
    running.push(engine);
    return engine;
  };
  const engines = { thread: await started(first, 'thread'), 'main thread': await started(second, 'main thread') };
  const names = Object.keys(engines) as Variant[];
  const ask = async (variant: Variant, query: string): Promise<number> => {
    const at = performance.now();
    await call(`${engines[variant].url}/v1/context`, { workspaceId: workspace.id, query, budget: 4_000 });
    return performance.now() - at;
  };
  const queries = sampleQueries(corpus.root, 2 * QUESTIONS + WARM_UP);
  for (const query of queries.splice(0, WARM_UP)) for (const name of names) await ask(name, query);
  log('ask …');
  const asked: Record<Variant, number[]> = { thread: [], 'main thread': [] };
  for (const [i, query] of queries.splice(0, QUESTIONS).entries()) for (const name of i % 2 ? names : names.toReversed()) asked[name].push(await ask(name, query));
  const memory = Object.fromEntries(names.map((name) => [name, `${residentMb(engines[name].child.pid!)} MB`]));

  log('ask while indexing …');
  const busy: Record<string, object> = {};
  for (const name of names) {
    const { url } = engines[name];
    const { workspace: added } = await call<{ workspace: { id: string } }>(`${url}/v1/workspaces`, { source: { kind: 'directory', root: corpus.thousandFiles } });
    const { job } = await call<{ job: { id: string } }>(`${url}/v1/workspaces/${added.id}/index`, {});
    const [answers, alive]: [number[], number[]] = [[], []];
    const done = { yes: false };
    const beat = (async () => {
      while (!done.yes) {
        const at = performance.now();
        await call(`${url}/health/live`);
        alive.push(performance.now() - at);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    })();
    const began = performance.now();
    for (const query of queries) {
      answers.push(await ask(name, query));
      const { job: now } = await call<{ job: { state: string } }>(`${url}/v1/jobs/${job.id}`);
      if (now.state !== 'queued' && now.state !== 'running') break;
    }
    const took = performance.now() - began;
    done.yes = true;
    await beat;
    busy[name] = { took: `${(took / 1_000).toFixed(1)} s`, questions: answers.length, ...figures(answers), 'alive p50': timeAt(alive, 0.5), 'alive p99': timeAt(alive, 0.99), 'alive max': timeAt(alive, 1) };
  }
  console.log('engine idle');
  console.table(Object.fromEntries(names.map((name) => [name, { ...figures(asked[name]), memory: memory[name] }])));
  console.log('while it indexes a thousand files');
  console.table(busy);
} finally {
  await Promise.all(running.map((engine) => engine.stop()));
  for (const folder of [first, second]) rmSync(folder, { recursive: true, force: true });
}

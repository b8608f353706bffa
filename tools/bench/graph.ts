// How fast questions to the code graph are answered over REST by a running engine: node tools/bench/graph.ts <folder> [--names 40]
// Prints one JSON document. Times are also given as a ratio to a yardstick of the same run: reading and hashing all indexed files once.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';

const { values: options, positionals: [folder = '.'] } = parseArgs({ allowPositionals: true, options: { names: { type: 'string', default: '40' } } });
const BIN = new URL('../../apps/twinmcp/bin/twinmcp.mjs', import.meta.url).pathname;
const root = path.resolve(folder);
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const round = (value: number, digits = 1) => Math.round(value * 10 ** digits) / 10 ** digits;

interface Job {
  readonly state: string;
  readonly summary: { readonly files: number; readonly bytes: number; readonly symbols: number } | null;
}

async function timed<T>(url: string, body?: object): Promise<{ answer: T; ms: number; bytes: number }> {
  const started = performance.now();
  const response = await fetch(url, body && { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  const text = await response.text();
  if (!response.ok) throw new Error(`${url}: ${response.status} ${text}`);
  return { answer: JSON.parse(text) as T, ms: performance.now() - started, bytes: text.length };
}

async function startEngine(dataDir: string): Promise<{ url: string; stop(): Promise<unknown> }> {
  const child = spawn(process.execPath, [BIN, 'up', '--port', '0', '--data-dir', dataDir], { stdio: ['ignore', 'ignore', 'inherit'] });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  for (let i = 0; i < 600; i++) {
    try {
      const { url } = JSON.parse(readFileSync(path.join(dataDir, 'engine.json'), 'utf8')) as { url: string };
      if ((await fetch(`${url}/health/ready`)).ok) return { url, stop: () => (child.kill('SIGTERM'), exited) };
    } catch {
      // not there yet
    }
    await sleep(50);
  }
  throw new Error('the engine did not become ready');
}

function spread(values: readonly number[], yardstick: number): Record<string, number> {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (p: number) => sorted[Math.min(sorted.length - 1, Math.ceil((p / 100) * sorted.length) - 1)] ?? 0;
  return { count: sorted.length, p50: round(at(50)), p95: round(at(95)), max: round(at(100)), p95TimesYardstick: round(at(95) / yardstick, 3) };
}

const dataDir = mkdtempSync(path.join(tmpdir(), 'twinmcp-graph-bench-'));
const engine = await startEngine(dataDir);
try {
  const { workspace } = (await timed<{ workspace: { id: string } }>(`${engine.url}/v1/workspaces`, { source: { kind: 'directory', root } })).answer;
  const base = `${engine.url}/v1/workspaces/${workspace.id}`;
  const { job } = (await timed<{ job: { id: string } }>(`${base}/index`, {})).answer;
  let summary: Job['summary'] = null;
  for (let state = 'queued'; state === 'queued' || state === 'running'; await sleep(100)) {
    const now: Job = (await timed<{ job: Job }>(`${engine.url}/v1/jobs/${job.id}`)).answer.job;
    ({ state, summary } = now);
  }
  // The names that matter most, and the files they stand in: what is asked about.
  const first = await timed<{ files: { path: string; symbols: { qualifiedName: string; rank: number }[] }[] }>(`${base}/map?budget=20000`);
  const ranked = first.answer.files.flatMap(({ path: at, symbols }) => symbols.map((symbol) => ({ at, ...symbol }))).sort((a, b) => b.rank - a.rank).slice(0, Number(options.names));
  const paths = [...new Set(first.answer.files.map((file) => file.path))];
  const started = performance.now();
  for (const file of paths) createHash('sha256').update(readFileSync(path.join(root, file))).digest();
  const yardstick = ((performance.now() - started) / paths.length) * (summary?.files ?? 1);
  const ask = async (question: (one: (typeof ranked)[number]) => [string, object?]) => {
    const times: number[] = [];
    let bytes = 0;
    for (const one of ranked) {
      const [at, body] = question(one);
      const answer = await timed(`${base}/${at}`, body);
      times.push(answer.ms);
      bytes = Math.max(bytes, answer.bytes);
    }
    return { ...spread(times, yardstick), largestAnswerBytes: bytes };
  };
  const name = (one: { qualifiedName: string }) => encodeURIComponent(one.qualifiedName);
  const report = {
    folder: path.basename(root), files: summary?.files, bytes: summary?.bytes, symbols: summary?.symbols, firstMapMs: round(first.ms), yardstickMs: round(yardstick),
    questions: {
      references: await ask((one) => [`graph/references?symbol=${name(one)}`]),
      callers: await ask((one) => [`graph/callers?symbol=${name(one)}&depth=2`]),
      implementations: await ask((one) => [`graph/implementations?symbol=${name(one)}`]),
      outline: await ask((one) => [`graph/outline?path=${encodeURIComponent(one.at)}`]),
      impact: await ask((one) => ['graph/impact', { symbols: [one.qualifiedName] }]),
      map: await ask((one) => [`map?query=${name(one)}`]),
      findings: await ask(() => ['findings']),
    },
    machine: { cores: availableParallelism(), loadAverage: loadavg().map((load) => round(load)), node: process.version },
  };
  process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
} finally {
  await engine.stop();
  rmSync(dataDir, { recursive: true, force: true });
}

// How fresh the index is: edits one file after the other in a workspace of 5,000 files while an engine watches it, and waits
// each time until the new symbol is found by name and by search. `npm run bench:live [-- --edits 150]`; prints one JSON document.
// Every time is also given as a ratio to a yardstick of the same run: reading and hashing all files of the workspace once.
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism, homedir, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { fetchCorpus } from './fetch-corpus.ts';

const { values: options } = parseArgs({ options: { edits: { type: 'string', default: '150' }, files: { type: 'string', default: '5000' }, 'hot-files': { type: 'string', default: '20' } } });
const BIN = new URL('../../apps/twinmcp/bin/twinmcp.mjs', import.meta.url).pathname;
const cache = process.env['BENCH_CACHE_DIR'] ?? path.join(homedir(), '.cache', 'twinmcp-bench');
const log = (text: string) => process.stderr.write(`${text}\n`);
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const round = (value: number) => Math.round(value * 10) / 10;
const rank = (text: string) => createHash('sha256').update(text).digest('hex');

/** The first so many files of the corpus in an order that only its paths decide. */
function workspace(count: number): { root: string; files: string[] } {
  const corpus = fetchCorpus(cache);
  const all = readdirSync(corpus.root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && !entry.name.endsWith('.done')).map((entry) => path.relative(corpus.root, path.join(entry.parentPath, entry.name)));
  const files = all.sort((a, b) => (rank(a) < rank(b) ? -1 : 1)).slice(0, count);
  const root = mkdtempSync(path.join(tmpdir(), 'twinmcp-live-'));
  for (const file of files) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    cpSync(path.join(corpus.root, file), path.join(root, file));
  }
  return { root, files };
}

function yardstick(root: string, files: readonly string[]): number {
  const started = performance.now();
  for (const file of files) createHash('sha256').update(readFileSync(path.join(root, file))).digest();
  return round(performance.now() - started);
}

async function engine(dataDir: string): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(process.execPath, [BIN, 'up', '--port', '0', '--data-dir', dataDir, '--json'], { stdio: ['ignore', 'ignore', 'inherit'] });
  for (let i = 0; i < 400; i++) {
    try {
      const info = JSON.parse(readFileSync(path.join(dataDir, 'engine.json'), 'utf8')) as { url: string };
      if (info.url && (await fetch(`${info.url}/health/ready`)).ok) return { child, url: info.url };
    } catch {
      // not there yet
    }
    await sleep(50);
  }
  throw new Error('the engine did not become ready');
}

async function get<T>(url: string, body?: object): Promise<T> {
  const response = await fetch(url, body && { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}

async function until(what: string, check: () => Promise<boolean>, everyMs: number, limitMs = 60_000): Promise<void> {
  for (const started = performance.now(); !(await check()); ) {
    if (performance.now() - started > limitMs) throw new Error(`${what} did not happen within ${limitMs} ms`);
    await sleep(everyMs);
  }
}

interface Times {
  readonly symbols: number[];
  readonly search: number[];
}

/** One edit as editors make them: in place, or by writing beside and renaming over. */
function save(file: string, text: string, byRename: boolean): void {
  if (!byRename) return writeFileSync(file, text);
  writeFileSync(`${file}.tmp~`, text);
  renameSync(`${file}.tmp~`, file);
}

async function edits(url: string, id: string, root: string, files: readonly string[], count: number, from: number): Promise<Times> {
  const times: Times = { symbols: [], search: [] };
  for (let i = from; i < from + count; i++) {
    const file = files[i % files.length]!;
    const full = path.join(root, file);
    const name = `freshlyWritten${rank(String(i)).slice(0, 10)}`;
    const text = readFileSync(full, 'utf8');
    const addition = `\n/** Edit ${i}. */\nexport function ${name}(value) {\n  return value + ${i};\n}\n`;
    save(full, i % 3 === 0 ? addition + text : text + addition, i % 2 === 1);
    const started = performance.now();
    await until(`finding ${name}`, async () => (await get<{ symbols: { name: string }[] }>(`${url}/v1/workspaces/${id}/symbols?name=${name}&match=exact`)).symbols.length > 0, 4);
    times.symbols.push(performance.now() - started);
    await until(`a search for ${name}`, async () => (await get<{ hits: { path: string }[] }>(`${url}/v1/search`, { workspaceId: id, query: name, limit: 5 })).hits.some((hit) => hit.path === file), 4);
    times.search.push(performance.now() - started);
    await sleep(60 + (i % 7) * 40); // a person; also keeps one edit out of the burst of the next
  }
  return times;
}

function spread(values: readonly number[], unit: number): Record<string, number> {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (p: number) => round(sorted[Math.min(sorted.length - 1, Math.ceil((p / 100) * sorted.length) - 1)] ?? 0);
  return { count: sorted.length, p50: at(50), p95: at(95), max: at(100), p95TimesYardstick: Math.round((at(95) / unit) * 100) / 100 };
}

/** CPU seconds of a process so far, from /proc; NaN elsewhere. */
function cpuSeconds(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return Number.NaN;
  }
}

async function main(): Promise<void> {
  log('workspace …');
  const { root, files } = workspace(Number(options.files));
  const dataDir = mkdtempSync(path.join(tmpdir(), 'twinmcp-live-data-'));
  let child: ChildProcess | null = null;
  try {
    const unit = Math.min(yardstick(root, files), yardstick(root, files), yardstick(root, files));
    log('first index …');
    execFileSync(process.execPath, [BIN, 'index', root, '--json', '--data-dir', dataDir], { stdio: ['ignore', 'ignore', 'inherit'] });
    const started = await engine(dataDir);
    child = started.child;
    const { url } = started;
    const { workspaces } = await get<{ workspaces: { id: string }[] }>(`${url}/v1/workspaces`);
    const { id } = workspaces[0]!;
    const watch = async () => (await get<{ watch: { state: string; comparedAt: number | null } | null }>(`${url}/v1/workspaces/${id}`)).watch;
    await until('watching', async () => (await watch())?.comparedAt !== null && (await watch())?.state === 'native', 50);
    // Nobody edits the few generated ones; a minified one has no symbols at all.
    const code = files.filter((file) => /\.(ts|tsx|js|mjs|cjs)$/.test(file) && statSync(path.join(root, file)).size < 200_000);
    log('warm up …');
    await edits(url, id, root, code.slice(0, 10), 10, 0);
    log('edits of different files …');
    const count = Number(options.edits);
    const spreadOut = await edits(url, id, root, code.slice(100, 100 + count), count, 1_000);
    log('edits of the same few files …');
    const hot = await edits(url, id, root, code.slice(10, 10 + Number(options['hot-files'])), count, 2_000);
    log('idle …');
    await sleep(12_000); // worker threads of the bulk of it have ended
    const before = cpuSeconds(started.child.pid!);
    await sleep(30_000);
    const idleCpu = cpuSeconds(started.child.pid!) - before;
    const system = await get<{ services: { service: string; health: { dependencies: { name: string; detail: string }[] } | null }[] }>(`${url}/v1/status`);
    const trees = system.services.find(({ service }) => service === 'ast-analysis')?.health?.dependencies.find(({ name }) => name === 'syntax trees')?.detail ?? null;
    process.stdout.write(`${JSON.stringify({
      node: process.version, cores: availableParallelism(), load: loadavg().map(round), files: files.length, yardstickMs: unit,
      differentFiles: { symbols: spread(spreadOut.symbols, unit), symbolsAndSearch: spread(spreadOut.search, unit) },
      sameFiles: { files: Number(options['hot-files']), symbols: spread(hot.symbols, unit), symbolsAndSearch: spread(hot.search, unit) },
      idle: { seconds: 30, cpuSeconds: Math.round(idleCpu * 100) / 100, share: Math.round((idleCpu / 30) * 10_000) / 10_000 },
      syntaxTrees: trees,
    }, null, 2)}\n`);
  } finally {
    child?.kill('SIGTERM');
    const ended = child;
    if (ended) await new Promise((resolve) => ended.on('close', resolve));
    for (const folder of [root, dataDir]) rmSync(folder, { recursive: true, force: true });
  }
}

await main();

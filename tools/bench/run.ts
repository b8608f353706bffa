// Speed and memory of the embedded engine on the pinned corpus: `npm run bench` (about five minutes; downloads ~60 MB once).
// Prints one JSON document; docs/benchmarks.md quotes it. Every time is also given as a ratio to a yardstick measured in the
// same run (reading and hashing every file of the corpus on one thread), so that runs on different machines can be compared.
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { availableParallelism, homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { cached, CLIENTS, latency, stages, throughput } from './asking.ts';
import { fetchCorpus } from './fetch-corpus.ts';
import { sampleQueries } from './queries.ts';

const exec = promisify(execFile);
const BIN = new URL('../../apps/twinmcp/bin/twinmcp.mjs', import.meta.url).pathname;
const cache = process.env['BENCH_CACHE_DIR'] ?? path.join(homedir(), '.cache', 'twinmcp-bench');
const log = (text: string) => process.stderr.write(`${text}\n`);
const ms = (from: number) => Math.round((performance.now() - from) * 10) / 10;
const mb = (bytes: number) => Math.round(bytes / 1e5) / 10;
const temp = () => mkdtempSync(path.join(tmpdir(), 'twinmcp-bench-'));

function filesOf(root: string): string[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((e) => e.isFile() && !e.name.endsWith('.done'))
    .map((e) => path.join(e.parentPath, e.name));
}

function yardstick(root: string): { ms: number; bytes: number; files: number } {
  const files = filesOf(root);
  const started = performance.now();
  let bytes = 0;
  for (const file of files) {
    const content = readFileSync(file);
    createHash('sha256').update(content).digest();
    bytes += content.length;
  }
  return { ms: ms(started), bytes, files: files.length };
}

/** VmHWM (peak) and VmRSS (now) in bytes, from /proc; zeros where there is none. */
function memoryOf(pid: number): { peak: number; now: number } {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const kb = (key: string) => Number(new RegExp(`${key}:\\s+(\\d+) kB`).exec(status)?.[1] ?? 0) * 1024;
    return { peak: kb('VmHWM'), now: kb('VmRSS') };
  } catch {
    return { peak: 0, now: 0 };
  }
}

async function cli(args: string[], dataDir: string): Promise<{ ms: number; peak: number; out: string }> {
  const started = performance.now();
  const child = spawn(process.execPath, [BIN, ...args, '--data-dir', dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
  let out = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (out += chunk));
  let peak = 0;
  const sampler = setInterval(() => (peak = Math.max(peak, memoryOf(child.pid!).peak)), 50);
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  clearInterval(sampler);
  if (code !== 0) throw new Error(`twinmcp ${args.join(' ')} ended with ${code}: ${out.slice(0, 500)}`);
  return { ms: ms(started), peak, out };
}

async function startUp(dataDir: string): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(process.execPath, [BIN, 'up', '--port', '0', '--data-dir', dataDir, '--json'], { stdio: ['ignore', 'ignore', 'inherit'] });
  for (let i = 0; i < 200; i++) {
    try {
      const engine = JSON.parse(readFileSync(path.join(dataDir, 'engine.json'), 'utf8')) as { url: string; pid: number };
      if (engine.url && (await fetch(`${engine.url}/health/ready`)).ok) return { child, url: engine.url };
    } catch {
      // not there yet
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('the engine did not become ready');
}

async function main() {
  log('corpus …');
  const corpus = fetchCorpus(cache);
  const result: Record<string, unknown> = { node: process.version, cores: availableParallelism(), corpus: corpus.packages };
  const base = yardstick(corpus.root);
  const warm = yardstick(corpus.root);
  result['yardstick'] = { what: 'read and SHA-256 every file, one thread, files in the page cache', ...warm, coldMs: base.ms };

  const dataDir = temp();
  const small = temp();
  try {
    log('index the whole corpus from nothing …');
    const cold = await cli(['index', corpus.root, '--json'], dataDir);
    const report = JSON.parse(cold.out) as { job: { summary: { files: number; bytes: number; chunks: number; symbols: number } }; workspace: { id: string } };
    const { workspace } = report;
    const { summary } = report.job;
    result['index'] = { files: summary.files, mb: mb(summary.bytes), chunks: summary.chunks, symbols: summary.symbols, wallMs: cold.ms, mbPerSecond: Math.round((summary.bytes / 1e6 / (cold.ms / 1000)) * 100) / 100, timesYardstick: Math.round(cold.ms / warm.ms), peakMb: mb(cold.peak) };

    log('unchanged re-index of the whole corpus …');
    const times = (duration: number) => Math.round((duration / warm.ms) * 100) / 100;
    const timed = (duration: number) => ({ ms: duration, timesYardstick: times(duration) });
    result['reindexUnchangedWholeCorpus'] = timed((await cli(['index', corpus.root, '--json'], dataDir)).ms);

    log('ask without a running engine …');
    const coldAsk: number[] = [];
    for (let i = 0; i < 5; i++) coldAsk.push((await cli(['ask', 'where are pending frame callbacks cancelled', '--workspace', workspace.id, '--json'], dataDir)).ms);
    result['coldAsk'] = { runs: coldAsk.length, ...timed(coldAsk.sort((a, b) => a - b)[2]!) };

    log('ask with the engine running …');
    const { child, url } = await startUp(dataDir);
    const sampled = sampleQueries(corpus.root, 320 + 60 + 40 + 864);
    const queries = sampled.splice(0, 320);
    const idle = memoryOf(child.pid!);
    const ask = await latency(url, workspace.id, queries);
    result['ask'] = { ...ask, p50TimesYardstick: times(ask.p50), p95TimesYardstick: times(ask.p95) };
    result['memory'] = { idleMb: mb(idle.now), afterAskingMb: mb(memoryOf(child.pid!).now), peakMb: mb(memoryOf(child.pid!).peak) };
    result['stages'] = await stages(url, workspace.id, sampled.splice(0, 60));
    log('the same questions again …');
    result['cached'] = await cached(url, workspace.id, sampled.splice(0, 40));
    log(`${CLIENTS} clients at once …`);
    result['throughput'] = await throughput(url, child.pid!, workspace.id, sampled);
    child.kill('SIGTERM');
    await new Promise((resolve) => child.on('close', resolve));

    log('the thousand-file repository …');
    const started = performance.now();
    await cli(['index', corpus.thousandFiles, '--json'], small);
    await cli(['ask', 'how does a scheduler cancel a pending action', '--workspace', corpus.thousandFiles, '--json'], small);
    result['thousandFiles'] = { files: filesOf(corpus.thousandFiles).length, indexThenFirstAnswer: timed(ms(started)), unchangedReindex: timed((await cli(['index', corpus.thousandFiles, '--json'], small)).ms) };
    const { stdout } = await exec('git', ['-C', new URL('../..', import.meta.url).pathname, 'rev-parse', '--short', 'HEAD']);
    result['commit'] = stdout.trim();
    process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
    rmSync(small, { recursive: true, force: true });
  }
}

await main();

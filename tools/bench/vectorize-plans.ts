// 100,000 tasks of Markdown plans vectorised from files with the local model, and the same killed ten times at random and
// resumed: `node --no-warnings --conditions=twinmcp-source tools/bench/vectorize-plans.ts [tasks] [kills]` after a build.
// Prints one JSON document. `readingMs` is the time of reading and hashing the
// same files on one thread in the same run, to compare machines by.
import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { gunzipSync } from 'node:zlib';
import { writePlans } from '@twinmcp/testing';

const BIN = new URL('../../apps/twinmcp/bin/twinmcp.mjs', import.meta.url).pathname;
const tasks = Number(process.argv[2] ?? 100_000);
const kills = Number(process.argv[3] ?? 10);
const base = mkdtempSync(path.join(tmpdir(), 'twinmcp-plans-'));
const plans = path.join(base, 'plans');
const log = (text: string) => process.stderr.write(`${text}\n`);

interface Ran {
  readonly seconds: number;
  readonly killed: boolean;
  readonly output: string;
}

function run(command: string, data: string, extra: readonly string[], killAfterMs: number | null): Promise<Ran> {
  const started = performance.now();
  const child: ChildProcess = spawn(process.execPath, [BIN, command, ...extra, '--data-dir', path.join(base, data)], { stdio: ['ignore', 'pipe', 'ignore'], env: { ...process.env, XDG_CONFIG_HOME: base } });
  let output = '';
  child.stdout!.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const timer = killAfterMs === null ? null : setTimeout(() => child.kill('SIGKILL'), killAfterMs);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      if (timer) clearTimeout(timer);
      if (code !== null && code !== 0) return reject(new Error(`${command} ended with ${code}: ${output}`));
      resolve({ seconds: (performance.now() - started) / 1_000, killed: code === null, output });
    });
  });
}

/** How far a killed run came. */
function filesIn(data: string): number {
  const root = path.join(base, data, 'embedding');
  const file = existsSync(root) ? readdirSync(root).map((name) => path.join(root, name, 'index.db')).find((name) => existsSync(name)) : undefined;
  if (file === undefined) return 0;
  const database = new DatabaseSync(file);
  try {
    return (database.prepare('SELECT count(*) AS n FROM files').get() as { n: number }).n;
  } catch {
    return 0; // killed before it had tables
  } finally {
    database.close();
  }
}

/** Of everything that an export holds, in the order of paths: equal digests are equal indexes. */
async function digestOf(data: string): Promise<string> {
  const folder = path.join(base, `${data}-export`);
  await run('export', data, [folder, '-w', plans], null);
  const lines = readdirSync(folder).filter((name) => name.startsWith('part-')).flatMap((name) => gunzipSync(readFileSync(path.join(folder, name))).toString('utf8').trim().split('\n'));
  const hash = createHash('sha256');
  for (const line of lines.map((one) => JSON.parse(one) as { path: string; from: number; pathTerms: unknown[]; chunks: { terms: unknown[] }[] }).sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : a.from - b.from))) hash.update(JSON.stringify(line));
  rmSync(folder, { recursive: true });
  return hash.digest('hex');
}

try {
  log(`writing ${tasks} tasks`);
  writePlans(plans, tasks);
  const files = readdirSync(plans, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
  const readStarted = performance.now();
  let bytes = 0;
  for (const file of files) {
    const content = readFileSync(file);
    createHash('sha256').update(content).digest();
    bytes += content.length;
  }
  const reading = performance.now() - readStarted;
  log('vectorising');
  const load = loadavg()[0]!;
  const straight = await run('vectorize', 'straight', [plans, '--json'], null);
  const report = JSON.parse(straight.output) as { stats: { chunks: number; vectors: number; bytesOnDisk: number }; validation: { state: string }; job: { summary: { durationMs: number } } };
  log(`${straight.seconds.toFixed(1)} s; killing ${kills} times`);
  let killed = 0;
  const filesAfterKills: number[] = [];
  for (let i = 0; i < kills; i++) {
    const ran = await run('vectorize', 'killed', [plans, '--json'], Math.random() * straight.seconds * 1_000 * 0.3);
    if (ran.killed) killed++;
    filesAfterKills.push(filesIn('killed'));
  }
  const resumed = await run('vectorize', 'killed', [plans, '--json'], null);
  const after = JSON.parse(resumed.output) as typeof report;
  const [one, other] = [await digestOf('straight'), await digestOf('killed')];
  process.stdout.write(`${JSON.stringify({
    cores: availableParallelism(), load, tasks, files: files.length, bytes, readingMs: Math.round(reading), chunks: report.stats.chunks, vectors: report.stats.vectors, bytesOnDisk: report.stats.bytesOnDisk,
    seconds: Math.round(straight.seconds * 10) / 10, indexingSeconds: Math.round(report.job.summary.durationMs / 100) / 10, tasksPerSecond: Math.round(tasks / straight.seconds), validation: report.validation.state,
    killed, filesAfterKills, resumedSeconds: Math.round(resumed.seconds * 10) / 10, resumedValidation: after.validation.state, identical: one === other,
  }, null, 2)}\n`);
} finally {
  rmSync(base, { recursive: true, force: true });
}

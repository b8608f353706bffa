// What the benchmarks of a running engine share.
import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { fetchCorpus } from './fetch-corpus.ts';

export const BIN = new URL('../../apps/twinmcp/bin/twinmcp.mjs', import.meta.url).pathname;
const cache = process.env['BENCH_CACHE_DIR'] ?? path.join(homedir(), '.cache', 'twinmcp-bench');

export const log = (text: string): void => void process.stderr.write(`${text}\n`);
export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
export const round = (value: number): number => Math.round(value * 10) / 10;
export const rank = (text: string): string => createHash('sha256').update(text).digest('hex');
export const temp = (what: string): string => mkdtempSync(path.join(tmpdir(), `twinmcp-${what}-`));

/** The first so many files of the corpus, in an order that only its paths decide, copied to where they may be edited. */
export function workspace(count: number): { root: string; files: string[] } {
  const corpus = fetchCorpus(cache);
  const all = readdirSync(corpus.root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && !entry.name.endsWith('.done')).map((entry) => path.relative(corpus.root, path.join(entry.parentPath, entry.name)));
  const files = all.sort((a, b) => (rank(a) < rank(b) ? -1 : 1)).slice(0, count);
  const root = temp('workspace');
  for (const file of files) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    cpSync(path.join(corpus.root, file), path.join(root, file));
  }
  return { root, files };
}

export async function startEngine(dataDir: string, env: Record<string, string> = {}): Promise<{ child: ChildProcess; url: string; stop(): Promise<void> }> {
  const child = spawn(process.execPath, [BIN, 'up', '--port', '0', '--data-dir', dataDir, '--json'], { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, ...env } });
  const stop = async (): Promise<void> => {
    const ended = new Promise((resolve) => child.on('close', resolve));
    child.kill('SIGTERM');
    await ended;
  };
  for (let i = 0; i < 1_200; i++) {
    try {
      const info = JSON.parse(readFileSync(path.join(dataDir, 'engine.json'), 'utf8')) as { url: string };
      if (info.url && (await fetch(`${info.url}/health/ready`)).ok) return { child, url: info.url, stop };
    } catch {
      // not there yet
    }
    await sleep(50);
  }
  await stop();
  throw new Error('the engine did not become ready');
}

export async function call<T>(url: string, body?: object): Promise<T> {
  const response = await fetch(url, body && { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}

export async function until(what: string, check: () => Promise<boolean>, everyMs: number, limitMs = 60_000): Promise<void> {
  for (const started = performance.now(); !(await check()); ) {
    if (performance.now() - started > limitMs) throw new Error(`${what} did not happen within ${limitMs} ms`);
    await sleep(everyMs);
  }
}

/** Resident memory of a process in MB, from /proc; NaN elsewhere. */
export function residentMb(pid: number): number {
  try {
    return round(Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1_000);
  } catch {
    return Number.NaN;
  }
}

/** CPU seconds of a process so far, from /proc; NaN elsewhere. */
export function cpuSeconds(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return Number.NaN;
  }
}

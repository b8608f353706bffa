// How fresh the index is: edits one file after the other in a workspace of 5,000 files while an engine watches it, and waits
// each time until the new symbol is found by name and by search. `npm run bench:live [-- --edits 150]`; prints one JSON document.
// Every time is also given as a ratio to a yardstick of the same run: reading and hashing all files of the workspace once.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { BIN, call, cpuSeconds, log, rank, residentMb, round, sleep, startEngine, temp, until, workspace } from './engine.ts';

const { values: options } = parseArgs({ options: { edits: { type: 'string', default: '150' }, files: { type: 'string', default: '5000' }, 'hot-files': { type: 'string', default: '10' } } });

function yardstick(root: string, files: readonly string[]): number {
  const started = performance.now();
  for (const file of files) createHash('sha256').update(readFileSync(path.join(root, file))).digest();
  return round(performance.now() - started);
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
    await until(`finding ${name}`, async () => (await call<{ symbols: { name: string }[] }>(`${url}/v1/workspaces/${id}/symbols?name=${name}&match=exact`)).symbols.length > 0, 4);
    times.symbols.push(performance.now() - started);
    await until(`a search for ${name}`, async () => (await call<{ hits: { path: string }[] }>(`${url}/v1/search`, { workspaceId: id, query: name, limit: 5 })).hits.some((hit) => hit.path === file), 4);
    times.search.push(performance.now() - started);
    await sleep(60 + (i % 7) * 40); // a person; also keeps one edit out of the burst of the next
  }
  return times;
}

/** How many edited files were parsed from their last version so far, and how many afresh. */
async function trees(url: string): Promise<{ hit: number; miss: number }> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const count = (outcome: string): number => Number(new RegExp(`^twinmcp_cache_requests_total\\{cache="trees",outcome="${outcome}"\\} (\\d+)`, 'm').exec(text)?.[1] ?? 0);
  return { hit: count('hit'), miss: count('miss') };
}

function spread(values: readonly number[], unit: number): Record<string, number> {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (p: number) => round(sorted[Math.min(sorted.length - 1, Math.ceil((p / 100) * sorted.length) - 1)] ?? 0);
  return { count: sorted.length, p50: at(50), p95: at(95), max: at(100), p95TimesYardstick: Math.round((at(95) / unit) * 100) / 100 };
}

async function main(): Promise<void> {
  log('workspace …');
  const { root, files } = workspace(Number(options.files));
  const dataDir = temp('live');
  let engine: Awaited<ReturnType<typeof startEngine>> | null = null;
  try {
    const unit = Math.min(yardstick(root, files), yardstick(root, files), yardstick(root, files));
    log('first index …');
    execFileSync(process.execPath, [BIN, 'index', root, '--json', '--data-dir', dataDir], { stdio: ['ignore', 'ignore', 'inherit'] });
    engine = await startEngine(dataDir);
    const { url } = engine;
    const pid = engine.child.pid!;
    const { workspaces } = await call<{ workspaces: { id: string }[] }>(`${url}/v1/workspaces`);
    const { id } = workspaces[0]!;
    const { summary } = await call<{ summary: { degraded: { path: string }[] } }>(`${url}/v1/workspaces/${id}`);
    const degraded = new Set(summary.degraded.map((file) => file.path));
    const watch = async () => (await call<{ watch: { state: string; comparedAt: number | null } | null }>(`${url}/v1/workspaces/${id}`)).watch;
    await until('watching', async () => (await watch())?.comparedAt !== null && (await watch())?.state === 'native', 50);
    // Nobody edits the few generated ones, and in a file that the grammar cannot read whole a new function may lie in the part it cannot.
    const code = files.filter((file) => !degraded.has(file) && /\.(ts|tsx|js|mjs|cjs)$/.test(file) && statSync(path.join(root, file)).size < 200_000);
    log('warm up …');
    await edits(url, id, root, code.slice(0, 10), 10, 0);
    log('edits of different files …');
    const count = Number(options.edits);
    const spreadOut = await edits(url, id, root, code.slice(100, 100 + count), count, 1_000);
    log('edits of the same few files …');
    const treesBefore = await trees(url);
    const hot = await edits(url, id, root, code.slice(10, 10 + Number(options['hot-files'])), count, 2_000);
    const treesAfter = await trees(url);
    const reused = { hits: treesAfter.hit - treesBefore.hit, misses: treesAfter.miss - treesBefore.miss };
    log('idle …');
    await sleep(12_000); // worker threads of the bulk of it have ended
    const before = cpuSeconds(pid);
    await sleep(30_000);
    const idleCpu = cpuSeconds(pid) - before;
    const system = await call<{ services: { service: string; health: { dependencies: { name: string; detail: string }[] } | null }[] }>(`${url}/v1/status`);
    const kept = system.services.find(({ service }) => service === 'ast-analysis')?.health?.dependencies.find(({ name }) => name === 'syntax trees')?.detail ?? null;
    process.stdout.write(`${JSON.stringify({
      node: process.version, cores: availableParallelism(), load: loadavg().map(round), files: files.length, yardstickMs: unit,
      differentFiles: { symbols: spread(spreadOut.symbols, unit), symbolsAndSearch: spread(spreadOut.search, unit) },
      sameFiles: { files: Number(options['hot-files']), symbols: spread(hot.symbols, unit), symbolsAndSearch: spread(hot.search, unit), parsedFromLastVersion: { ...reused, rate: Math.round((1_000 * reused.hits) / (reused.hits + reused.misses)) / 1_000 } },
      idle: { seconds: 30, cpuSeconds: Math.round(idleCpu * 100) / 100, share: Math.round((idleCpu / 30) * 10_000) / 10_000 },
      syntaxTrees: kept, residentMb: residentMb(pid),
    }, null, 2)}\n`);
  } finally {
    await engine?.stop();
    for (const folder of [root, dataDir]) rmSync(folder, { recursive: true, force: true });
  }
}

await main();

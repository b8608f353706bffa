// Manifests and lock files to findings: node --conditions=twinmcp-source scan.bench.ts <project folder> …
// Per project: packages, time of the whole scan (parsing included), of the index and of every question, best of five. The
// last line does the same for a lock file of 50,000 packages made here, with JSON.parse of it as the yardstick of the run.
import { readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { findConflicts, findCycles, findDuplicates, findLicenceIssues, GraphIndex, pathsTo, ScanProject, type ManifestReader } from '../index.ts';

function folderReader(root: string): ManifestReader {
  const text = (file: string) => {
    try {
      return statSync(path.join(root, file)).isFile() ? readFileSync(path.join(root, file), 'utf8') : null;
    } catch {
      return null;
    }
  };
  return {
    read: async (paths) => paths.flatMap((file) => (text(file) === null ? [] : [{ path: file, text: text(file)! }])),
    find: async (name) => (readdirSync(root, { recursive: true }) as string[]).filter((file) => path.basename(file) === name && !file.includes('node_modules')),
  };
}

function generated(count: number): ManifestReader {
  const packages: Record<string, unknown> = { '': { name: 'app', dependencies: { p0: '^1.0.0', p1: '^1.0.0' } } };
  for (let i = 0; i < count; i++) packages[`node_modules/p${i}`] = { version: `1.${i % 30}.0`, license: 'MIT', dependencies: Object.fromEntries([2 * i + 1, 2 * i + 2, (i * 7919) % count].filter((to) => to < count && to !== i).map((to) => [`p${to}`, '^1.0.0'])) };
  const files = new Map([['package.json', '{"name":"app","dependencies":{"p0":"^1.0.0"}}'], ['package-lock.json', JSON.stringify({ lockfileVersion: 3, packages })]]);
  return { read: async (paths) => paths.flatMap((file) => (files.has(file) ? [{ path: file, text: files.get(file)! }] : [])) };
}

async function measure(name: string, reader: ManifestReader): Promise<void> {
  let best = { scan: Infinity, index: Infinity, questions: Infinity, all: Infinity };
  let facts = '';
  for (let round = 0; round < 5; round++) {
    const started = performance.now();
    const { graphs } = await new ScanProject(reader, { maxLockFileBytes: 268_435_456, maxManifests: 5_000 }).execute();
    const scanned = performance.now();
    const index = new GraphIndex(graphs);
    const indexed = performance.now();
    const [duplicates, conflicts, cycles] = [findDuplicates(index), findConflicts(index), findCycles(index)];
    findLicenceIssues(index);
    if (index.packages.length > 0) pathsTo(index, index.packages.length - 1, 5);
    const ended = performance.now();
    if (ended - started < best.all) best = { scan: scanned - started, index: indexed - scanned, questions: ended - indexed, all: ended - started };
    facts = `${index.packages.length} packages, ${index.edges.length} edges, ${duplicates.length} duplicates, ${conflicts.length} conflicts, ${cycles.length} circles`;
  }
  console.log(`${name}: ${best.all.toFixed(0)} ms (scan ${best.scan.toFixed(0)}, index ${best.index.toFixed(0)}, questions ${best.questions.toFixed(0)}); ${facts}`);
}

for (const folder of process.argv.slice(2)) await measure(path.basename(path.resolve(folder)), folderReader(folder));
const large = generated(50_000);
const [lock] = await large.read(['package-lock.json'], Infinity);
const started = performance.now();
JSON.parse(lock!.text);
console.log(`JSON.parse of the lock file of 50,000 packages (${(lock!.text.length / 1e6).toFixed(1)} MB): ${(performance.now() - started).toFixed(0)} ms`);
await measure('50,000 packages', large);

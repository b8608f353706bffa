// The code graph over a big workspace: reading it in, linking it whole, each question, one edit, memory of the process.
// Run: node --conditions=twinmcp-source libs/adapters/sqlite-store/src/graph/graph.bench.ts <root> [data directory, kept]
// Indexing runs in a process of its own, so that the memory measured is that of answering.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { CodeGraph } from '@twinmcp/code-graph';
import { contentHash } from '@twinmcp/kernel';
import { TreeSitterAnalyzer } from '@twinmcp/tree-sitter';
import type { IndexedFile } from '@twinmcp/workspaces';
import { SqliteSyntaxStore } from '../sqlite-syntax-store.ts';
import { WorkerCodeGraph } from './worker-code-graph.ts';

const root = path.resolve(process.argv[2] ?? '.');
const indexing = process.argv[3] === '--index';
const data = indexing ? process.argv[4]! : (process.argv[3] ?? mkdtempSync(path.join(tmpdir(), 'twinmcp-graph-')));
const at = path.join(data, 'syntax.sqlite');
const SOURCE = /\.(?:[cm]?[jt]sx?|py|go|rs|java|c|h|cc|cpp|hpp|cs|rb|php|json|toml|mod)$/;

function filesOf(folder: string, found: string[] = []): string[] {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) {
      if (!/^(?:node_modules|dist|coverage)$|^\./.test(entry.name)) filesOf(path.join(folder, entry.name), found);
    } else if (entry.isFile() && SOURCE.test(entry.name) && statSync(path.join(folder, entry.name)).size < 1_000_000) found.push(path.relative(root, path.join(folder, entry.name)));
  }
  return found.sort();
}

async function analyse(analyzer: TreeSitterAnalyzer, file: string, text = readFileSync(path.join(root, file))): Promise<IndexedFile> {
  const { language, symbols, lines, links } = await analyzer.analyze({ path: file, content: text });
  return {
    entry: { path: file, version: 'v', hash: contentHash(text), language, lines, bytes: text.byteLength, quality: 'full', issue: null, note: null, symbols: symbols.length, chunks: 0 },
    symbols: symbols.map(({ name, qualifiedName, kind, range, nameRange, container, exported, visibility }) => ({ name, qualifiedName, kind, startLine: range.startLine, endLine: range.endLine, nameLine: nameRange.startLine, container, exported, visibility })), links,
  };
}

if (indexing) {
  const store = new SqliteSyntaxStore({ file: at });
  const analyzer = new TreeSitterAnalyzer({ poolSize: 2 });
  const files = filesOf(root);
  let lines = 0;
  let bytes = 0;
  await store.begin(analyzer.version);
  for (let i = 0; i < files.length; i += 200) {
    const batch = await Promise.all(files.slice(i, i + 200).map((file) => analyse(analyzer, file)));
    lines += batch.reduce((sum, { entry }) => sum + entry.lines, 0);
    bytes += batch.reduce((sum, { links }) => sum + (links?.byteLength ?? 0), 0);
    await store.commitFiles(batch);
  }
  await store.publish(1, null);
  await analyzer.close();
  await store.close();
  console.log(`${files.length} files, ${lines} lines; links ${(bytes / 1e6).toFixed(1)} MB, database ${(statSync(at).size / 1e6).toFixed(1)} MB`);
} else {
  if (!existsSync(at)) console.log(execFileSync(process.execPath, ['--no-warnings', '--conditions=twinmcp-source', process.argv[1]!, root, '--index', data], { encoding: 'utf8' }).trim());
  await measure();
  if (process.argv[3] === undefined) rmSync(data, { recursive: true });
}

async function measure(): Promise<void> {
  const megabytes = (): number => Math.round(process.memoryUsage().rss / 1e6);
  const before = megabytes();
  let peak = before;
  const watch = setInterval(() => (peak = Math.max(peak, megabytes())), 50);
  const open = (): WorkerCodeGraph => new WorkerCodeGraph({ file: at, timeoutMs: 600_000, idleMs: 600_000, projectFiles: { read: async (paths) => new Map(paths.map((file) => [file, readFileSync(path.join(root, file), 'utf8')])) } });
  let graph = open();
  const timed = async <T>(label: string, work: () => Promise<T>, show: (value: T) => string): Promise<T> => {
    const started = performance.now();
    const cpu = process.cpuUsage();
    const value = await work();
    console.log(`${label.padEnd(40)} ${Math.round(performance.now() - started).toString().padStart(7)} ms, ${spent(cpu)} ms of processor time   ${show(value)}   ${megabytes()} MB`);
    return value;
  };
  const store = new SqliteSyntaxStore({ file: at });
  const manifest = await store.manifest();
  const sample = [...manifest.keys()].filter((file) => /\.[cm]?[jt]sx?$|\.py$/.test(file)).filter((_, i) => i % Math.max(1, Math.floor(manifest.size / 60)) === 0).slice(0, 60);
  console.log(`before: ${before} MB`);
  await timed('first question: outline', () => graph.outline(sample[0]!), (found) => `${found.length} symbols`);
  let first: string | undefined;
  for (const file of sample) first ??= (await graph.outline(file)).find(({ symbol }) => symbol.name.length > 8)?.symbol.name;
  await timed(`first references, of ${first ?? ''}`, () => graph.references({ name: first ?? '' }, { limit: 50 }), ({ total }) => `${total} references`);
  await questions(graph, sample, 'not linked', false);
  await timed('references of a name many have', () => graph.references({ name: 'parse' }, { limit: 50 }), ({ total }) => `${total} references`);
  await graph.close();
  graph = open();
  const ranked = await timed('new thread: link all, then rank', () => graph.rank({ seeds: { names: [], paths: [] }, limit: 20 }), (found) => found.slice(0, 3).map(({ symbol }) => symbol.qualifiedName).join(', '));
  await timed('rank again', () => graph.rank({ seeds: { names: [ranked[0]!.symbol.qualifiedName], paths: [] }, limit: 20 }), (found) => `${found.length} symbols`);
  await timed('impact of the most important', () => graph.impact({ targets: [{ name: ranked[0]!.symbol.name, path: ranked[0]!.symbol.path }], depth: 5, limit: 1_000 }), ({ affected, tests }) => `${affected.length} affected, ${tests.length} tests`);
  await timed('findings, all kinds', () => graph.findings({ limit: 10 }), ({ byKind }) => JSON.stringify(byKind));
  await timed('findings again', () => graph.findings({ limit: 10 }), ({ total }) => `${total}`);
  await questions(graph, sample, 'all linked', true);
  const analyzer = new TreeSitterAnalyzer({ poolSize: 1 });
  const edits: number[] = [];
  const busy: number[] = [];
  for (const file of sample.slice(0, 20)) {
    const text = readFileSync(path.join(root, file));
    await store.commitFiles([await analyse(analyzer, file, Buffer.concat([text, Buffer.from(file.endsWith('.py') ? '\n# changed\n' : '\n// changed\n')]))]);
    const started = performance.now();
    const cpu = process.cpuUsage();
    await graph.outline(file);
    await graph.rank({ seeds: { names: [], paths: [] }, limit: 1 });
    edits.push(performance.now() - started);
    busy.push(spent(cpu));
  }
  await analyzer.close();
  console.log(`${'edit of one file, then rank'.padEnd(40)} ${spread(edits)}   processor: ${spread(busy)}`);
  clearInterval(watch);
  console.log(`highest memory of the process: ${Math.max(peak, megabytes())} MB`);
  await graph.close();
  await store.close();
}

async function questions(graph: CodeGraph, sample: readonly string[], label: string, whole: boolean): Promise<void> {
  const outlines = await Promise.all(sample.map((file) => graph.outline(file)));
  const targets = outlines.flatMap((nodes, i) => nodes.slice(0, 1).map(({ symbol }) => ({ name: symbol.name, path: sample[i]! })));
  const ask: [string, (target: { name: string; path: string }) => Promise<unknown>][] = [
    ['references', (target) => graph.references(target, { limit: 200 })], ['callers, depth 3', (target) => graph.calls(target, { direction: 'callers', depth: 3, limit: 200 })],
    ['callees, depth 2', (target) => graph.calls(target, { direction: 'callees', depth: 2, limit: 200 })], ['implementations', (target) => graph.implementations(target, 100)],
    ['imports of a file', (target) => graph.dependencies({ path: target.path, direction: 'imports', depth: 1, groupBy: 'file', limit: 200 })],
    ...(whole ? [['importers of a file', (target: { path: string }) => graph.dependencies({ path: target.path, direction: 'importers', depth: 2, groupBy: 'file', limit: 200 })], ['impact', (target: { name: string; path: string }) => graph.impact({ targets: [target], depth: 4, limit: 200 })]] as [string, (target: { name: string; path: string }) => Promise<unknown>][] : []),
  ];
  for (const [name, one] of ask) {
    const times: number[] = [];
    const busy: number[] = [];
    for (const target of targets) {
      const started = performance.now();
      const cpu = process.cpuUsage();
      await one(target);
      times.push(performance.now() - started);
      busy.push(spent(cpu));
    }
    console.log(`${`${name} (${label})`.padEnd(40)} ${spread(times)}   processor: ${spread(busy)}   ${targets.length} questions`);
  }
}

/** Of the whole process since then: what the wall clock would show on an idle machine. */
function spent(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return Math.round((user + system) / 100) / 10;
}

function spread(times: readonly number[]): string {
  const sorted = times.toSorted((a, b) => a - b);
  const p = (share: number): string => (sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0).toFixed(1);
  return `p50 ${p(0.5)} ms  p95 ${p(0.95)} ms  max ${p(1)} ms`;
}

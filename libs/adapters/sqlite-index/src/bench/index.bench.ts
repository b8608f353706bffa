// The embedded index at 100,000 chunks of real code and at ten times as many (copies with noise on their vectors), each
// measured in a process of its own: `npm run bench:index` (see docs/benchmarks.md).
//   node --conditions=twinmcp-source libs/adapters/sqlite-index/src/bench/index.bench.ts [--copies 10] [chunk-index] [vector-store]
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ChunkHit } from '@twinmcp/contracts';
import { countTerms, pointId, sparseQueryOf, sparseTermsOf, type IndexableFile } from '@twinmcp/vectorization';
import { SqliteIndexStore, SqliteVectorStore } from '../index.ts';
import { DIMENSIONS, NEAREST, embeddedCorpus, type EmbeddedCorpus, type Query } from './embedded-corpus.bench.ts';

/** What a question of the product asks for. */
const DENSE_LIMIT = 200;
const LEXICAL_LIMIT = 400;
/** What one call of the product sends. */
const CHUNKS_AT_ONCE = 400;
const WARM_UP = 20;
const SIZES = ['chunk-index', 'vector-store'] as const;

/** One way to store and find, as the two tables compare them. */
interface Contender {
  add(files: readonly IndexableFile[]): Promise<void>;
  /** All that was added can be found as fast as it ever will. */
  settled(): Promise<void>;
  dense(query: Query): Promise<{ path: string; n: number }[]>;
  hybrid(query: Query): Promise<unknown>;
  close(): Promise<void>;
}

async function chunkIndex(folder: string): Promise<Contender> {
  const index = await new SqliteIndexStore(folder, { model: 'bench', dimensions: DIMENSIONS }).open('bench');
  const places = (hits: readonly ChunkHit[]) => hits.map(({ path: file, chunkId }) => ({ path: file, n: Number(chunkId) }));
  return {
    add: (files) => index.replaceFiles(files.map((file) => ({ ...file, chunks: file.chunks.map((chunk, n) => ({ ...chunk, id: String(n) })) }))),
    settled: () => index.settled(),
    dense: async ({ vector }) => places(await index.dense(vector, DENSE_LIMIT, {})),
    hybrid: async ({ text, vector }) => [await index.lexical(text, LEXICAL_LIMIT, {}), await index.dense(vector, DENSE_LIMIT, {})],
    close: () => index.close(),
  };
}

async function vectorStore(folder: string): Promise<Contender> {
  const store = new SqliteVectorStore(folder);
  await store.createCollection('c', { dense: { dense: { dimensions: DIMENSIONS, distance: 'cosine' } }, sparse: { terms: { idf: true } }, indexes: { path: 'keyword' } });
  return {
    add: (files) => store.upsert('c', files.flatMap((file) => {
      const { chunks } = sparseTermsOf(countTerms(file));
      return file.chunks.flatMap((_, n) => (file.vectors[n]!.some((value) => value !== 0) ? [{ id: pointId(`${file.path} ${n}`), vectors: { dense: file.vectors[n]!, terms: chunks[n]! }, payload: { path: file.path, n } }] : []));
    })),
    settled: async () => {},
    dense: async ({ vector }) => (await store.query('c', { using: 'dense', vector }, { limit: DENSE_LIMIT })).map(({ payload }) => ({ path: payload['path'] as string, n: payload['n'] as number })),
    hybrid: async ({ text, vector }) => store.query('c', { prefetch: [{ using: 'terms', vector: sparseQueryOf(text).chunks, limit: DENSE_LIMIT }, { using: 'dense', vector, limit: DENSE_LIMIT }], rrf: { k: 60 } }, { limit: DENSE_LIMIT }),
    close: () => store.close(),
  };
}

const percentile = (sorted: readonly number[], p: number) => sorted[Math.min(sorted.length - 1, Math.ceil((p / 100) * sorted.length) - 1)]!;
const cpu = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
};
const memory = (key: 'VmHWM' | 'VmRSS') => (existsSync('/proc/self/status') ? Math.round(Number(new RegExp(`${key}:\\s+(\\d+) kB`).exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) / 1_000) : NaN);

/** Milliseconds by the clock and, since other work takes the clock's, by the processor. */
async function timed(queries: readonly Query[], search: (query: Query) => Promise<unknown>): Promise<Record<string, string>> {
  for (const query of queries.slice(0, WARM_UP)) await search(query);
  const [clock, processor]: [number[], number[]] = [[], []];
  for (const query of queries) {
    const [at, used] = [performance.now(), cpu()];
    await search(query);
    clock.push(performance.now() - at);
    processor.push(cpu() - used);
  }
  const figures = (times: number[]) => (times.sort((x, y) => x - y), `p50 ${percentile(times, 50).toFixed(1)}, p95 ${percentile(times, 95).toFixed(1)} ms`);
  return { clock: figures(clock), processor: figures(processor) };
}

/** A chunk counts when it is as near as the tenth nearest: many have the same text. */
async function recall(corpus: EmbeddedCorpus, contender: Contender): Promise<number> {
  let found = 0;
  for (const query of corpus.queries) {
    const nearest = (await contender.dense(query)).slice(0, NEAREST);
    found += nearest.filter(({ path: file, n }) => corpus.cosine(file, n, query.vector) >= query.tenth - 1e-6).length;
  }
  return found / (corpus.queries.length * NEAREST);
}

async function measure(kind: (typeof SIZES)[number], copies: number): Promise<object> {
  const corpus = await embeddedCorpus();
  const folder = mkdtempSync(path.join(tmpdir(), 'twinmcp-index-bench-'));
  try {
    const open = () => (kind === 'chunk-index' ? chunkIndex(folder) : vectorStore(folder));
    let contender = await open();
    const started = performance.now();
    const used = cpu();
    let working = 0;
    for await (const files of corpus.batches(copies, CHUNKS_AT_ONCE)) {
      const at = performance.now();
      await contender.add(files);
      working += performance.now() - at;
    }
    await contender.settled();
    const build = { wall: `${((performance.now() - started) / 1_000).toFixed(0)} s`, 'in the index': `${(working / 1_000).toFixed(0)} s`, processor: `${((cpu() - used) / 1_000).toFixed(0)} s`, highest: `${memory('VmHWM')} MB` };
    await contender.close();
    contender = await open();
    const at = performance.now();
    await contender.dense(corpus.queries[0]!);
    const first = performance.now() - at;
    const bytes = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).reduce((sum, entry) => sum + statSync(path.join(entry.parentPath, entry.name)).size, 0);
    const dense = await timed(corpus.queries, (query) => contender.dense(query));
    const hybrid = await timed(corpus.queries, (query) => contender.hybrid(query));
    const result = { kind, chunks: corpus.chunks * copies, build, 'on disk': `${Math.round(bytes / 1e6)} MB`, 'first dense search': `${first.toFixed(0)} ms`, dense, ...(copies === 1 && { 'recall@10': (await recall(corpus, contender)).toFixed(4) }), hybrid, resident: `${memory('VmRSS')} MB` };
    await contender.close();
    return result;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const [mode, ...rest] = process.argv.slice(2);
if (mode === 'measure') {
  console.log(JSON.stringify(await measure(rest[0] as (typeof SIZES)[number], Number(rest[1])), null, 1));
} else {
  const many = Number(process.argv[process.argv.indexOf('--copies') + 1] || 10);
  const kinds = SIZES.filter((kind) => process.argv.includes(kind));
  await embeddedCorpus();
  for (const kind of kinds.length > 0 ? kinds : SIZES) {
    for (const copies of process.argv.includes('--copies') && many === 1 ? [1] : [1, many]) {
      const { stdout, status } = spawnSync(process.execPath, ['--no-warnings', '--conditions=twinmcp-source', fileURLToPath(import.meta.url), 'measure', kind, String(copies)], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
      if (status !== 0) process.exit(status ?? 1);
      process.stdout.write(stdout);
    }
  }
}

// What a semantic layout misses and saves: recall@10 against one shard, by the number of shards asked, on the vectors of
// indexed repositories. Queries are questions of labelled sets, as the embedding model turns them into vectors.
//   twinmcp index <folder> … --data-dir <data>
//   node -C twinmcp-source libs/adapters/sqlite-index/src/vector-store/semantic-sharding.bench.ts <data>/embedding $TWINMCP_EVAL_DIR/<set>/queries.jsonl …
import { readdirSync, readFileSync } from 'node:fs';
import { StaticCodeEmbedder } from '@twinmcp/embedders';
import { MemoryVectorStore, ShardedVectorStore, executeRebalance, floatsOf, planRebalance, pointId, setProbes, type Point, type PointId } from '@twinmcp/vectorization';
import { SqliteIndexStore } from '../index.ts';

const [root, ...sets] = process.argv.slice(2);
const SHARDS = 8;
const embedder = new StaticCodeEmbedder();
const questions = sets.flatMap((set) => readFileSync(set, 'utf8').trim().split('\n').map((line) => JSON.parse(line) as { text?: string; query?: string; question?: string })).map(({ text, query, question }) => text ?? query ?? question!);
const every = Math.max(1, Math.floor(questions.length / 500));
const queries = (await embedder.embed(questions.filter((_, i) => i % every === 0), 'query')).filter((vector) => vector.some((value) => value !== 0));

const indexes = new SqliteIndexStore(root!, embedder);
const points: Point[] = [];
for (const workspace of readdirSync(root!)) {
  const index = await indexes.open(workspace);
  for (let after = ''; ; ) {
    const files = await index.readFiles(after, 2_000);
    if (files.length === 0) break;
    for (const { path, chunks } of files) chunks.forEach(({ vector }, n) => {
      const floats = vector && floatsOf(vector);
      if (floats?.some((value) => value !== 0)) points.push({ id: pointId(`${workspace} ${path} ${n}`), vectors: { dense: floats }, payload: {} });
    });
    after = files.at(-1)!.path;
  }
  await index.close();
}

const store = new ShardedVectorStore(new MemoryVectorStore(), { strategy: 'none', shards: 1 });
await store.createCollection('c', { dense: { dense: { dimensions: embedder.dimensions, distance: 'cosine' } } });
for (let i = 0; i < points.length; i += 1000) await store.upsert('c', points.slice(i, i + 1000));
const ask = async (vector: Float32Array) => (await store.query('c', { using: 'dense', vector }, { limit: 10, payload: false })).map(({ id }) => id);
const exact: PointId[][] = [];
for (const query of queries) exact.push(await ask(query));

const startedAt = performance.now();
const plan = await planRebalance(store, 'c', { strategy: 'semantic', shards: SHARDS, probes: 1 });
const plannedMs = performance.now() - startedAt;
await executeRebalance(store, plan);
const sizes = plan.shards.map(({ planned }) => planned).sort((a, b) => b - a);
console.log(`${points.length} chunks, ${queries.length} questions, ${SHARDS} shards of ${sizes.at(-1)} to ${sizes[0]} chunks, planned in ${Math.round(plannedMs)} ms`);
const rows: Record<string, unknown> = {};
for (const probes of [1, 2, 3, 4, 6, SHARDS]) {
  await setProbes(store, 'c', probes);
  let hits = 0;
  const asked: number[] = [];
  for (const [i, query] of queries.entries()) {
    const before = (await store.shardFigures('c')).map(({ queries: count }) => count);
    hits += (await ask(query)).filter((id) => exact[i]!.includes(id)).length;
    asked.push((await store.shardFigures('c')).reduce((sum, { points: held, queries: count }, s) => sum + (count > before[s]! ? held : 0), 0) / points.length);
  }
  rows[`${probes} of ${SHARDS}`] = { 'recall@10': (hits / (10 * queries.length)).toFixed(3), 'share of chunks looked at': (asked.reduce((sum, share) => sum + share, 0) / asked.length).toFixed(2) };
}
console.table(rows);

// What our client adds to a bare fetch with the same body: a hybrid query (256 dimensions, 12 words) that returns 100
// points with their payload, against the server double in a thread of its own, the two in turn.
//   node -C twinmcp-source libs/adapters/qdrant/src/client-overhead.bench.ts
import { once } from 'node:events';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { startQdrantDouble } from '@twinmcp/testing';
import { pointId, type Point } from '@twinmcp/vectorization';
import { QdrantVectorStore } from './index.ts';
import { wireQuery } from './wire-format.ts';

const POINTS = 100;
const ROUNDS = Number(process.argv[2] ?? 2_000);

let seed = 7;
const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
const dense = () => Float32Array.from({ length: 256 }, () => random() - 0.5);
const words = (count: number) => {
  const indices = [...new Set(Array.from({ length: count }, () => Math.floor(random() * 300)))].sort((a, b) => a - b);
  return { indices, values: indices.map(() => random()) };
};

if (!isMainThread) {
  const double = await startQdrantDouble();
  parentPort!.postMessage(double.url);
} else {
  const worker = new Worker(new URL(import.meta.url), { execArgv: process.execArgv });
  const [url] = (await once(worker, 'message')) as [string];
  const store = new QdrantVectorStore({ url });
  await store.createCollection('bench', { dense: { dense: { dimensions: 256, distance: 'cosine' } }, sparse: { terms: { idf: true } } });
  await store.upsert('bench', Array.from({ length: POINTS }, (_, i): Point => ({ id: pointId(`${i}`), vectors: { dense: dense(), terms: words(60) }, payload: { path: `src/module-${i}/file.ts`, language: 'typescript', hash: 'a'.repeat(32), kind: 'symbol', symbol: `Module${i}.method`, start: i + 1, end: i + 20 } })));
  const query = { prefetch: [{ using: 'dense', vector: dense(), limit: 100 }, { using: 'terms', vector: words(12), limit: 100 }], rrf: { k: 60 } };
  const body = JSON.stringify(wireQuery(query, { limit: 100 }));
  const bare = async () => (((await (await fetch(`${url}/collections/bench/points/query`, { method: 'POST', headers: { 'content-type': 'application/json' }, body })).json()) as { result: { points: unknown[] } }).result.points.length);
  const ours = async () => (await store.query('bench', query, { limit: 100 })).length;
  const times: Record<'bare' | 'ours', number[]> = { bare: [], ours: [] };
  for (let i = 0; i < ROUNDS + 300; i++) {
    for (const [name, call] of i % 2 === 0 ? ([['bare', bare], ['ours', ours]] as const) : ([['ours', ours], ['bare', bare]] as const)) {
      const startedAt = performance.now();
      if ((await call()) !== POINTS) throw new Error('not all points came');
      if (i >= 300) times[name].push(performance.now() - startedAt);
    }
  }
  const at = (values: number[], share: number) => values.sort((a, b) => a - b)[Math.floor(values.length * share)]!;
  const row = (name: 'bare' | 'ours') => ({ p50: at(times[name], 0.5).toFixed(3), p95: at(times[name], 0.95).toFixed(3) });
  console.log(`${ROUNDS} queries each, body ${body.length} bytes, milliseconds:`);
  console.table({ 'bare fetch': row('bare'), 'our client': row('ours'), difference: { p50: (at(times.ours, 0.5) - at(times.bare, 0.5)).toFixed(3), p95: (at(times.ours, 0.95) - at(times.bare, 0.95)).toFixed(3) } });
  await store.close();
  await worker.terminate();
}

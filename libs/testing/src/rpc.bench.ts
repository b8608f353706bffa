// RPC round trips: in process, over NATS, and the bare NATS client for comparison, all in one run.
//   node -C twinmcp-source libs/testing/src/rpc.bench.ts
import { connect } from '@nats-io/transport-node';
import { MemoryMessageBus } from '@twinmcp/bus-memory';
import { connectNats } from '@twinmcp/bus-nats';
import { embedding } from '@twinmcp/contracts';
import { BusRpcClient, newCallContext, serveRpc, type MessageBus } from '@twinmcp/messaging';
import { findBinary, startNatsServer } from './index.ts';

const SECONDS = Number(process.argv[2] ?? 2);
const hit = (i: number) => ({ chunkId: `c${i}`, path: `src/module-${i}/file.ts`, language: 'typescript', fileHash: 'a'.repeat(32), kind: 'symbol' as const, symbol: `Module${i}.method`, startLine: i + 1, endLine: i + 20, score: 1 / (i + 1) });
const answer = { generation: 1, lexical: Array.from({ length: 50 }, (_, i) => hit(i)), dense: Array.from({ length: 50 }, (_, i) => hit(i)), degraded: [], tookMs: 3 };
const question = { workspaceId: 'w', query: 'where is the reply serialised?', limit: 50 };

interface Result {
  readonly name: string;
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
}

/** One call after the other for latency, 32 at once for throughput. */
async function measure(name: string, call: () => Promise<unknown>): Promise<Result> {
  for (let i = 0; i < 200; i++) await call();
  const times: number[] = [];
  for (const end = performance.now() + (SECONDS * 1000) / 2; performance.now() < end; ) {
    const started = performance.now();
    await call();
    times.push(performance.now() - started);
  }
  times.sort((a, b) => a - b);
  let count = 0;
  const started = performance.now();
  const end = started + (SECONDS * 1000) / 2;
  await Promise.all(Array.from({ length: 32 }, async () => {
    for (; performance.now() < end; count++) await call();
  }));
  return { name, perSecond: (count * 1000) / (performance.now() - started), p50: times[times.length >> 1]!, p99: times[Math.floor(times.length * 0.99)]! };
}

async function rpc(name: string, caller: MessageBus, callee: MessageBus): Promise<Result[]> {
  await serveRpc(callee, embedding.indexStats, async () => ({ generation: 1, files: 1, chunks: 1, vectors: 1, terms: 1, model: 'm', dimensions: 1, storage: 's', bytesOnDisk: 1 }));
  await serveRpc(callee, embedding.search, async () => answer);
  const client = new BusRpcClient(caller);
  return [
    await measure(`${name}, small answer`, () => client.call(embedding.indexStats, { workspaceId: 'w' }, newCallContext({ timeoutMs: 5_000 }))),
    await measure(`${name}, 100 hits`, () => client.call(embedding.search, question, newCallContext({ timeoutMs: 5_000 }))),
  ];
}

const memory = new MemoryMessageBus();
const results = await rpc('RPC in process', memory, memory);
await memory.close();

if (findBinary('nats-server')) {
  const server = await startNatsServer();
  const options = { servers: [server.url], name: 'bench' };
  const [a, b] = await Promise.all([connectNats(options), connectNats(options)]);
  results.push(...(await rpc('RPC over NATS', a.bus, b.bus)));
  const [raw, peer] = await Promise.all([connect({ servers: server.url }), connect({ servers: server.url })]);
  const small = JSON.stringify({ generation: 1, files: 1 });
  const big = JSON.stringify(answer);
  peer.subscribe('raw.small', { callback: (_, msg) => void msg.respond(small) });
  peer.subscribe('raw.big', { callback: (_, msg) => void (msg.json(), msg.respond(big)) });
  await peer.flush();
  results.push(await measure('bare client, small answer', () => raw.request('raw.small', '{}', { timeout: 5_000 })));
  results.push(await measure('bare client, 100 hits', async () => (await raw.request('raw.big', JSON.stringify(question), { timeout: 5_000 })).json()));
  await Promise.all([raw.close(), peer.close(), a.close(), b.close()]);
  await server.stop();
} else process.stderr.write('nats-server is not installed: only the in-process bus is measured\n');

for (const { name, perSecond, p50, p99 } of results) {
  const bare = results.find((other) => other.name === name.replace(/^RPC [^,]+/, 'bare client'));
  const ratio = bare && bare.name !== name ? `   ${(perSecond / bare.perSecond).toFixed(2)}× bare client` : '';
  process.stdout.write(`${name.padEnd(30)} ${Math.round(perSecond).toString().padStart(7)}/s   p50 ${p50.toFixed(3)} ms   p99 ${p99.toFixed(3)} ms${ratio}\n`);
}

import { astAnalysis } from '@twinmcp/contracts';
import type { CallContext, RpcClient } from '@twinmcp/messaging';
import { knownPair, normalised, pairMetrics, recallOf, type ChunkIndex, type EmbeddingProvider, type KnownPair } from '@twinmcp/vectorization';
import type { SampledChunk } from './scan-sample.ts';

export interface ProbeMetrics {
  readonly pairs: number;
  readonly knownPairMargin: number | null;
  readonly knownPairAccuracy: number | null;
  readonly probeRecall: number | null;
  readonly probeMrr: number | null;
  /** Chunks whose file has changed or gone since it was indexed. */
  readonly unread: number;
}

interface Probe extends KnownPair {
  readonly chunk: SampledChunk;
}

const RANGES_AT_ONCE = 100;
const K = 10;

/** Questions that the workspace itself answers: a heading asks for its section, a doc comment for its function. */
export async function probeIndex(ports: { rpc: RpcClient; provider: EmbeddingProvider; index: ChunkIndex }, workspaceId: string, named: readonly SampledChunk[], wanted: number, ctx: CallContext): Promise<ProbeMetrics> {
  const { probes, unread } = await makeProbes(ports.rpc, workspaceId, named, wanted, ctx);
  const embed = async (texts: readonly string[], kind: 'query' | 'document') => (texts.length === 0 ? [] : await ports.provider.embed(texts, kind, ctx.signal));
  const queries = await embed(probes.map(({ query }) => query), 'query');
  const bodies = await embed(probes.map(({ body }) => body), 'document');
  const usable = probes.map((probe, i) => ({ probe, query: normalised(queries[i]!), body: normalised(bodies[i]!) })).filter((one): one is { probe: Probe; query: Float32Array; body: Float32Array } => one.query !== null && one.body !== null);
  const pairs = pairMetrics(usable.map(({ query }) => query), usable.map(({ body }) => body));
  const ranks: (number | null)[] = [];
  for (const { probe, query } of usable) {
    const hits = await ports.index.dense(query, K, {});
    const at = hits.findIndex((hit) => hit.path === probe.chunk.path && hit.startLine <= probe.chunk.endLine && hit.endLine >= probe.chunk.startLine);
    ranks.push(at < 0 ? null : at + 1);
  }
  const found = recallOf(ranks, K);
  return { pairs: usable.length, knownPairMargin: pairs?.margin ?? null, knownPairAccuracy: pairs?.accuracy ?? null, probeRecall: found?.recall ?? null, probeMrr: found?.mrr ?? null, unread };
}

/** Text is read from the source, since the index has none; a file that changed since gives no probe. */
async function makeProbes(rpc: RpcClient, workspaceId: string, named: readonly SampledChunk[], wanted: number, ctx: CallContext): Promise<{ probes: Probe[]; unread: number }> {
  const probes: Probe[] = [];
  let unread = 0;
  for (let from = 0; from < named.length && probes.length < wanted; from += RANGES_AT_ONCE) {
    const batch = named.slice(from, from + RANGES_AT_ONCE);
    const { ranges } = await rpc.call(astAnalysis.readRanges, { workspaceId, ranges: batch.map(({ path, startLine, endLine, fileHash }) => ({ path, startLine, endLine, fileHash })) }, ctx);
    const texts = new Map(ranges.map((range) => [`${range.path}:${range.startLine}-${range.endLine}`, range]));
    for (const chunk of batch) {
      const range = texts.get(`${chunk.path}:${chunk.startLine}-${chunk.endLine}`);
      if (range?.status !== 'fresh') {
        unread++;
        continue;
      }
      const pair = knownPair({ kind: chunk.kind, symbol: chunk.symbol, text: range.text });
      if (pair && probes.length < wanted) probes.push({ ...pair, chunk });
    }
  }
  return { probes, unread };
}

import { vectorQualityDegraded, vectorQualityRecovered, type embedding, type QualityReport, type QualityRun, type RpcOutput, type RpcParsedInput } from '@twinmcp/contracts';
import { isDomainError } from '@twinmcp/kernel';
import type { CallContext, KeyValueStore, RpcClient } from '@twinmcp/messaging';
import { MIN_PROBES, isotropy, judgeQuality, neighbourhood, pauseOfEventLoop, readHistory, withRun, type EmbeddingProvider, type QualityBounds } from '@twinmcp/vectorization';
import type { IndexRegistry } from '../index-registry.ts';
import { probeIndex } from './known-pair-probes.ts';
import { neighbourOverlap } from './neighbour-overlap.ts';
import { scanSample } from './scan-sample.ts';

const BUCKET = 'vector-quality';
const NEIGHBOURS = 10;
/** Chunks looked at for each probe that is wanted: not every one has a heading or a comment. */
const NAMED_PER_PROBE = 8;
/** Comparisons of one vector with one query that an exact search may take; with more chunks there are fewer queries. */
const EXACT_COMPARISONS = 10_000_000;

export interface MeasureQualityPorts {
  readonly registry: IndexRegistry;
  readonly provider: EmbeddingProvider;
  readonly rpc: RpcClient;
  readonly kv: KeyValueStore;
  readonly bounds: () => QualityBounds;
  /** Told of every measurement that is kept. */
  readonly onMeasured?: (workspaceId: string, metrics: QualityRun['metrics']) => void;
}

export class MeasureQuality {
  readonly #ports: MeasureQualityPorts;

  constructor(ports: MeasureQualityPorts) {
    this.#ports = ports;
  }

  async execute(input: RpcParsedInput<typeof embedding.measureQuality>, ctx: CallContext): Promise<QualityReport> {
    const startedAt = performance.now();
    const { workspaceId, keep } = input;
    const notes: string[] = [];
    const run = await this.#measure(input, ctx, notes);
    const history = await this.#history(workspaceId);
    const previous = history[0] ?? null;
    const findings = judgeQuality(run, previous, this.#ports.bounds());
    const state = run.chunks === 0 ? 'empty' : findings.length > 0 ? 'degraded' : 'good';
    if (keep && state !== 'empty') {
      await this.#ports.kv.put(BUCKET, workspaceId, withRun(history, run));
      this.#ports.onMeasured?.(workspaceId, run.metrics);
      const { at, model } = run;
      if (state === 'degraded') await this.#ports.rpc.emit(vectorQualityDegraded, { workspaceId, at, model, findings: findings.slice(0, 20) }, ctx);
      else await this.#ports.rpc.emit(vectorQualityRecovered, { workspaceId, at, model }, ctx);
    }
    return { workspaceId, state, run, previous, findings, notes, tookMs: performance.now() - startedAt };
  }

  async history({ workspaceId }: RpcParsedInput<typeof embedding.qualityHistory>): Promise<RpcOutput<typeof embedding.qualityHistory>> {
    return { runs: await this.#history(workspaceId) };
  }

  async #history(workspaceId: string): Promise<QualityRun[]> {
    return readHistory((await this.#ports.kv.get(BUCKET, workspaceId))?.value);
  }

  async #measure({ workspaceId, sample: size, probes: wanted }: RpcParsedInput<typeof embedding.measureQuality>, ctx: CallContext, notes: string[]): Promise<QualityRun> {
    const { registry, provider, rpc } = this.#ports;
    const { model, dimensions } = provider;
    const run = await registry.useExisting(workspaceId, async ({ index }): Promise<QualityRun> => {
      const { generation } = await index.stats();
      const { chunks, repeated, sample, named } = await scanSample(index, { sample: size, named: wanted * NAMED_PER_PROBE }, ctx.signal);
      const vectors = sample.map(({ vector }) => vector);
      const spread = await isotropy(vectors, pauseOfEventLoop);
      const near = await neighbourhood(vectors, sample.map(({ textHash }) => textHash), NEIGHBOURS, pauseOfEventLoop);
      const queries = Math.max(5, Math.min(50, Math.floor(EXACT_COMPARISONS / Math.max(1, chunks))));
      const overlap = await neighbourOverlap(index, sample.slice(0, queries), ctx.signal);
      const probes = await probeIndex({ rpc, provider, index }, workspaceId, named, wanted, ctx).catch((error: unknown) => {
        if (ctx.signal?.aborted || !isDomainError(error)) throw error;
        notes.push(`no probes: the source could not be read (${error.message})`);
        return null;
      });
      if (probes !== null && probes.unread > 0) notes.push(`${probes.unread} chunks gave no probe: their files changed since they were indexed`);
      if (probes !== null && probes.pairs < wanted) notes.push(`${probes.pairs} of ${wanted} probes: there are not more headings and doc comments to ask by${probes.pairs < MIN_PROBES ? ', too few to judge by' : ''}`);
      if (near === null) notes.push('too few chunks to look at neighbours');
      return {
        at: Date.now(), generation, model, dimensions, chunks, sample: sample.length, probes: probes?.pairs ?? 0, pairs: probes?.pairs ?? 0,
        metrics: {
          meanCosine: spread?.meanCosine ?? null, effectiveDimensions: spread?.effectiveDimensions ?? null, hubness: near?.hubness ?? null,
          duplicateShare: chunks === 0 ? null : repeated / chunks, collisionShare: near?.collisionShare ?? null, neighbourOverlap: overlap,
          knownPairMargin: probes?.knownPairMargin ?? null, knownPairAccuracy: probes?.knownPairAccuracy ?? null, probeRecall: probes?.probeRecall ?? null, probeMrr: probes?.probeMrr ?? null,
        },
      };
    });
    return run ?? { at: Date.now(), generation: 0, model, dimensions, chunks: 0, sample: 0, probes: 0, pairs: 0, metrics: EMPTY };
  }
}

const EMPTY: QualityRun['metrics'] = { meanCosine: null, effectiveDimensions: null, hubness: null, duplicateShare: null, collisionShare: null, neighbourOverlap: null, knownPairMargin: null, knownPairAccuracy: null, probeRecall: null, probeMrr: null };

import path from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import type { LiveConfig } from '@twinmcp/configuration';
import { indexJobs } from '@twinmcp/contracts';
import { directoryBytes, gauge, HANDLER_HOST, histogram, LIVE_CONFIG, METRICS, METRICS_REGISTRY, watchPool, watchStore, type HandlerHost, type MetricsRegistry } from '@twinmcp/platform';
import type { WorkspaceRecord } from '../state/workspace-registry.ts';
import { DATA_DIR, USE_CASES } from '../tokens.ts';
import type { AstAnalysisUseCases } from '../use-cases/use-cases.ts';

/** Reading all records again for each of the metrics of one scrape would be a waste. */
const RECORDS_MS = 1_000;

/** BX-7: what the indexes hold and lack, and how far they are behind. No workspace is a label; the worst one counts. */
@Injectable()
export class IndexSlo {
  #records: { readonly at: number; readonly read: Promise<readonly WorkspaceRecord[]> } | null = null;

  constructor(
    @Inject(USE_CASES) private readonly useCases: AstAnalysisUseCases,
    @Inject(METRICS_REGISTRY) metrics: MetricsRegistry,
    @Inject(LIVE_CONFIG) config: LiveConfig,
    @Inject(DATA_DIR) dataDir: string,
    @Inject(HANDLER_HOST) host: HandlerHost,
  ) {
    const { watchers } = useCases;
    gauge(METRICS.indexWorkspaces, metrics, async (workspaces) => {
      const records = await this.#all();
      const indexed = records.filter(({ generation }) => generation > 0).length;
      workspaces.set({ state: 'indexed' }, indexed);
      workspaces.set({ state: 'waiting' }, records.length - indexed);
    });
    gauge(METRICS.indexFiles, metrics, async (files) => {
      const sums = { parsed: 0, degraded: 0, skipped: 0 };
      for (const { summary } of await this.#all()) {
        if (summary === null) continue;
        sums.parsed += summary.files - summary.degraded.length;
        sums.degraded += summary.degraded.length;
        sums.skipped += summary.skippedTotal;
      }
      for (const [coverage, count] of Object.entries(sums)) files.set({ coverage }, count);
    });
    gauge(METRICS.indexSkipped, metrics, async (skipped) => {
      const sums = new Map<string, number>();
      for (const { summary } of await this.#all()) for (const [reason, count] of Object.entries(summary?.skippedByReason ?? {})) sums.set(reason, (sums.get(reason) ?? 0) + count);
      skipped.reset();
      for (const [reason, count] of sums) skipped.set({ reason }, count);
    });
    gauge(METRICS.indexChunks, metrics, async (chunks) => chunks.set((await this.#all()).reduce((sum, { summary }) => sum + (summary?.chunks ?? 0), 0)));
    gauge(METRICS.indexLag, metrics, (lag) => lag.set(watchers.lagMs() / 1_000));
    gauge(METRICS.indexAge, metrics, (age) => age.set(watchers.uncomparedMs() / 1_000));
    const searchable = histogram(METRICS.editSearchable, metrics);
    watchers.onSearchable((ms) => searchable.observe(ms / 1_000));
    watchPool(metrics, 'jobs', () => ({ inUse: host.jobsInHand(indexJobs), size: config.current.queue.index_concurrency }));
    watchStore(metrics, 'symbols', () => directoryBytes(path.join(dataDir, 'ast-analysis')));
  }

  /** Nobody is told of a store that does not answer: the metrics keep what they said last. */
  async #all(): Promise<readonly WorkspaceRecord[]> {
    const now = performance.now();
    if (this.#records === null || now - this.#records.at > RECORDS_MS) this.#records = { at: now, read: this.useCases.registry.all().catch(() => []) };
    return this.#records.read;
  }
}

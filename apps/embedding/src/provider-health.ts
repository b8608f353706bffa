import { Inject, Injectable } from '@nestjs/common';
import type { DependencyHealth } from '@twinmcp/contracts';
import { ContributesHealth, counter, METRICS, METRICS_REGISTRY, type HealthContributor, type MetricsRegistry } from '@twinmcp/platform';
import type { EmbeddingProvider, EmbeddingUsage } from '@twinmcp/vectorization';
import { EMBEDDING_PROVIDER } from './tokens.ts';

/** Names the model and what it was asked since start, also as a metric. Asks it nothing: that could cost money. */
@ContributesHealth('embedding')
@Injectable()
export class ProviderHealth implements HealthContributor {
  readonly name = 'embedding-model';

  constructor(
    @Inject(EMBEDDING_PROVIDER) private readonly provider: EmbeddingProvider,
    @Inject(METRICS_REGISTRY) registry: MetricsRegistry,
  ) {
    let before: Partial<EmbeddingUsage> = {};
    counter(METRICS.embeddingUsage, registry, (counted) => {
      const usage: Partial<EmbeddingUsage> = this.provider.usage?.() ?? {};
      for (const [what, count] of Object.entries(usage) as [keyof EmbeddingUsage, number][]) counted.inc({ model: this.provider.model, what }, count - (before[what] ?? 0));
      before = usage;
    });
  }

  check(): DependencyHealth {
    const { model, dimensions } = this.provider;
    const usage = this.provider.usage?.();
    const asked = usage ? `: ${usage.calls} calls, ${usage.texts} texts, ${usage.tokens} tokens, ${usage.retries} retries, ${usage.failures} failures${usage.cost > 0 ? `, cost ${usage.cost.toFixed(4)}` : ''}` : '';
    return { name: this.name, state: 'up', detail: `${model}, ${dimensions} dimensions${asked}` };
  }
}

import { Inject, Injectable } from '@nestjs/common';
import type { DependencyHealth } from '@twinmcp/contracts';
import { ContributesHealth, METRICS_REGISTRY, watchCache, watchPool, type HealthContributor, type MetricsRegistry } from '@twinmcp/platform';
import type { TreeSitterAnalyzer } from '@twinmcp/tree-sitter';
import { SOURCE_ANALYZER } from './tokens.ts';

/** How often an edited file was parsed from its last version: in the health of the service, and as metrics, with how busy the threads are. */
@Injectable()
@ContributesHealth('ast-analysis')
export class SyntaxTreesHealth implements HealthContributor {
  readonly name = 'syntax trees';

  constructor(
    @Inject(SOURCE_ANALYZER) private readonly analyzer: Pick<TreeSitterAnalyzer, 'treeStats' | 'poolStats'>,
    @Inject(METRICS_REGISTRY) registry: MetricsRegistry,
  ) {
    watchCache(registry, 'trees', () => this.analyzer.treeStats);
    watchPool(registry, 'parsers', () => this.analyzer.poolStats);
  }

  check(): DependencyHealth {
    const { hits, misses, entries, bytes } = this.analyzer.treeStats;
    const rate = hits + misses === 0 ? 'nothing edited yet' : `${Math.round((1_000 * hits) / (hits + misses)) / 10} % of ${hits + misses} edited files parsed from their last version`;
    return { name: this.name, state: 'up', detail: `${rate}; ${entries} trees kept, ${Math.round(bytes / 100_000) / 10} MB` };
  }
}

import { Inject, Injectable } from '@nestjs/common';
import type { DependencyHealth } from '@twinmcp/contracts';
import { ContributesHealth, METRICS, METRICS_REGISTRY, type HealthContributor } from '@twinmcp/platform';
import type { TreeSitterAnalyzer } from '@twinmcp/tree-sitter';
import { Counter, type Registry } from 'prom-client';
import { SOURCE_ANALYZER } from './tokens.ts';

/** How often an edited file was parsed from its last version: in the health of the service, and as a metric. */
@Injectable()
@ContributesHealth('ast-analysis')
export class SyntaxTreesHealth implements HealthContributor {
  readonly name = 'syntax trees';

  constructor(
    @Inject(SOURCE_ANALYZER) private readonly analyzer: Pick<TreeSitterAnalyzer, 'treeStats'>,
    @Inject(METRICS_REGISTRY) registry: Registry,
  ) {
    const counted = { hits: 0, misses: 0 };
    const counter: Counter<'outcome'> = new Counter({
      ...METRICS.syntaxTrees, labelNames: ['outcome'] as const, registers: [registry],
      collect: () => {
        const { hits, misses } = this.analyzer.treeStats;
        counter.inc({ outcome: 'hit' }, hits - counted.hits);
        counter.inc({ outcome: 'miss' }, misses - counted.misses);
        Object.assign(counted, { hits, misses });
      },
    });
  }

  check(): DependencyHealth {
    const { hits, misses, entries, bytes } = this.analyzer.treeStats;
    const rate = hits + misses === 0 ? 'nothing edited yet' : `${Math.round((1_000 * hits) / (hits + misses)) / 10} % of ${hits + misses} edited files parsed from their last version`;
    return { name: this.name, state: 'up', detail: `${rate}; ${entries} trees kept, ${Math.round(bytes / 100_000) / 10} MB` };
  }
}

import { Inject, Injectable } from '@nestjs/common';
import type { DependencyHealth } from '@twinmcp/contracts';
import { ContributesHealth, type HealthContributor } from '@twinmcp/platform';
import type { EmbeddingProvider } from '@twinmcp/vectorization';
import { EMBEDDING_PROVIDER } from './tokens.ts';

/** Names the model and what it was asked since start. Asks it nothing: that could cost money. */
@ContributesHealth('embedding')
@Injectable()
export class ProviderHealth implements HealthContributor {
  readonly name = 'embedding-model';

  constructor(@Inject(EMBEDDING_PROVIDER) private readonly provider: EmbeddingProvider) {}

  check(): DependencyHealth {
    const { model, dimensions } = this.provider;
    const usage = this.provider.usage?.();
    const asked = usage ? `: ${usage.calls} calls, ${usage.texts} texts, ${usage.tokens} tokens, ${usage.retries} retries, ${usage.failures} failures${usage.cost > 0 ? `, cost ${usage.cost.toFixed(4)}` : ''}` : '';
    return { name: this.name, state: 'up', detail: `${model}, ${dimensions} dimensions${asked}` };
  }
}

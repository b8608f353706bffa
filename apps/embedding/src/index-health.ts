import { Inject, Injectable } from '@nestjs/common';
import type { LiveConfig } from '@twinmcp/configuration';
import type { DependencyHealth } from '@twinmcp/contracts';
import { ContributesHealth, LIVE_CONFIG, type HealthContributor } from '@twinmcp/platform';

/** Says what stands in for the vector database, and what that means for the number of replicas. */
@ContributesHealth('embedding')
@Injectable()
export class IndexHealth implements HealthContributor {
  readonly name = 'vector-index';

  constructor(@Inject(LIVE_CONFIG) private readonly config: LiveConfig) {}

  check(): DependencyHealth {
    const why = this.config.current.qdrant.url === '' ? 'no QDRANT_URL' : 'QDRANT_URL is set, but this version has no Qdrant index yet';
    return { name: this.name, state: 'substituted', detail: `${why}: embedded SQLite index; one replica` };
  }
}

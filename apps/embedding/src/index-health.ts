import { Inject, Injectable } from '@nestjs/common';
import type { DependencyHealth } from '@twinmcp/contracts';
import { ContributesHealth, type HealthContributor } from '@twinmcp/platform';
import type { IndexStorage } from './index-storage.ts';
import { INDEX_STORAGE } from './tokens.ts';

/** Says where terms and vectors are kept, whether that answers, and what it means for the number of replicas. */
@ContributesHealth('embedding')
@Injectable()
export class IndexHealth implements HealthContributor {
  readonly name = 'vector-index';

  constructor(@Inject(INDEX_STORAGE) private readonly storage: IndexStorage) {}

  async check(): Promise<DependencyHealth> {
    return { name: this.name, ...(await this.storage.health()) };
  }
}

import { Inject, Injectable } from '@nestjs/common';
import type { LiveConfig } from '@twinmcp/configuration';
import type { DependencyHealth } from '@twinmcp/contracts';
import { ContributesHealth, LIVE_CONFIG, type HealthContributor } from '@twinmcp/platform';
import { databaseHealth, type LazyDatabase } from '@twinmcp/postgres';
import { LIBRARY_DATABASE } from './catalogue.providers.ts';

/** Where the catalogue is kept, and whether that answers. */
@ContributesHealth('library-resolution')
@Injectable()
export class CatalogueStoreHealth implements HealthContributor {
  readonly name = 'relational-store';

  constructor(
    @Inject(LIBRARY_DATABASE) private readonly database: LazyDatabase,
    @Inject(LIVE_CONFIG) private readonly config: LiveConfig,
  ) {}

  check(): Promise<DependencyHealth> {
    return databaseHealth(this.database, { url: this.config.current.database.url, opened: 'when there is something to keep' });
  }
}

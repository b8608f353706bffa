import { Inject, Injectable } from '@nestjs/common';
import type { LiveConfig } from '@twinmcp/configuration';
import type { DependencyHealth } from '@twinmcp/contracts';
import { errorMessage } from '@twinmcp/kernel';
import { ContributesHealth, LIVE_CONFIG, type HealthContributor } from '@twinmcp/platform';
import type { LazyDatabase } from '@twinmcp/postgres';
import { LIBRARY_DATABASE } from './catalogue.providers.ts';

/** Where the catalogue is kept, and whether that answers. The embedded store is not opened to be asked. */
@ContributesHealth('library-resolution')
@Injectable()
export class CatalogueStoreHealth implements HealthContributor {
  readonly name = 'relational-store';

  constructor(
    @Inject(LIBRARY_DATABASE) private readonly database: LazyDatabase,
    @Inject(LIVE_CONFIG) private readonly config: LiveConfig,
  ) {}

  async check(): Promise<DependencyHealth> {
    if (this.config.current.database.url === '') return { name: this.name, state: 'substituted', detail: 'PGlite in the data directory, opened when there is something to keep; one replica' };
    return this.database.use((prisma) => prisma.$queryRaw`SELECT 1`).then(
      () => ({ name: this.name, state: 'up', detail: 'PostgreSQL' }),
      (error: unknown) => ({ name: this.name, state: 'down', detail: errorMessage(error) }),
    );
  }
}

import { Inject, Injectable } from '@nestjs/common';
import type { LiveConfig } from '@twinmcp/configuration';
import type { DependencyHealth } from '@twinmcp/contracts';
import { errorMessage } from '@twinmcp/kernel';
import { ContributesHealth, LIVE_CONFIG, type HealthContributor } from '@twinmcp/platform';
import type { LazyDatabase } from '@twinmcp/postgres';
import { DATABASE } from './tokens.ts';

/** Where conversations are kept, and whether that answers. The embedded store is not opened to be asked. */
@ContributesHealth('context-assembly')
@Injectable()
export class StoresHealth implements HealthContributor {
  readonly name = 'relational-store';

  constructor(
    @Inject(DATABASE) private readonly database: LazyDatabase,
    @Inject(LIVE_CONFIG) private readonly config: LiveConfig,
  ) {}

  async check(): Promise<DependencyHealth> {
    if (this.config.current.database.url === '') return { name: this.name, state: 'substituted', detail: 'PGlite in the data directory, opened when a conversation is named; one replica' };
    return this.database.use((prisma) => prisma.$queryRaw`SELECT 1`).then(
      () => ({ name: this.name, state: 'up', detail: 'PostgreSQL' }),
      (error: unknown) => ({ name: this.name, state: 'down', detail: errorMessage(error) }),
    );
  }
}

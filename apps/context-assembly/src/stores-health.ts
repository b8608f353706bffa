import { Inject, Injectable } from '@nestjs/common';
import type { LiveConfig } from '@twinmcp/configuration';
import type { DependencyHealth } from '@twinmcp/contracts';
import { ContributesHealth, LIVE_CONFIG, type HealthContributor } from '@twinmcp/platform';
import { databaseHealth, type LazyDatabase } from '@twinmcp/postgres';
import { DATABASE } from './tokens.ts';

/** Where conversations are kept, and whether that answers. */
@ContributesHealth('context-assembly')
@Injectable()
export class StoresHealth implements HealthContributor {
  readonly name = 'relational-store';

  constructor(
    @Inject(DATABASE) private readonly database: LazyDatabase,
    @Inject(LIVE_CONFIG) private readonly config: LiveConfig,
  ) {}

  check(): Promise<DependencyHealth> {
    return databaseHealth(this.database, { url: this.config.current.database.url, opened: 'when a conversation is named' });
  }
}

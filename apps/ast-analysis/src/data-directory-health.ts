import { constants } from 'node:fs';
import { access, statfs } from 'node:fs/promises';
import { Inject, Injectable } from '@nestjs/common';
import type { DependencyHealth } from '@twinmcp/contracts';
import { ContributesHealth, type HealthContributor } from '@twinmcp/platform';
import { DATA_DIR } from './tokens.ts';

/** Below this an indexing run is likely to fail. */
const LOW_BYTES = 100 * 1024 * 1024;

@Injectable()
@ContributesHealth('ast-analysis')
export class DataDirectoryHealth implements HealthContributor {
  readonly name = 'data directory';

  constructor(@Inject(DATA_DIR) private readonly directory: string) {}

  async check(): Promise<DependencyHealth> {
    await access(this.directory, constants.R_OK | constants.W_OK);
    const { bavail, bsize } = await statfs(this.directory);
    const free = bavail * bsize;
    return { name: this.name, state: free < LOW_BYTES ? 'down' : 'up', detail: `${this.directory}: ${Math.round(free / 1_000_000)} MB free` };
  }
}

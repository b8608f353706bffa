import type { AdvisoryDatabase as DatabaseFacts, Ecosystem } from '@twinmcp/contracts';
import { errorMessage } from '@twinmcp/kernel';
import { sampleAdvisories, type Advisory } from '@twinmcp/libraries';
import { AdvisoryDatabase, OsvApi } from '@twinmcp/osv';

export interface AdvisorySettings {
  /** import: what was imported; api: what the service says; both. */
  readonly source: 'import' | 'api' | 'both';
  readonly apiUrl: string;
}

export interface FoundAdvisories {
  readonly advisories: readonly Advisory[];
  readonly database: DatabaseFacts;
  readonly degraded: readonly string[];
}

/** What is known of flaws: imported dumps, the OSV API where the configuration allows it, and without either the few that come with the program. */
export class AdvisorySources {
  readonly database: AdvisoryDatabase;
  readonly #settings: () => AdvisorySettings;
  #api: { readonly url: string; readonly client: OsvApi } | null = null;

  constructor(database: AdvisoryDatabase, settings: () => AdvisorySettings) {
    this.database = database;
    this.#settings = settings;
  }

  async find(packages: readonly { readonly ecosystem: Ecosystem; readonly name: string; readonly version: string | null }[], signal?: AbortSignal): Promise<FoundAdvisories> {
    const { source, apiUrl } = this.#settings();
    const degraded: string[] = [];
    const advisories = new Map<string, Advisory>();
    const imported = source === 'api' ? null : this.database.state();
    if (imported && imported.advisories > 0) for (const one of await this.database.find(packages)) advisories.set(one.id, one);
    let asked = false;
    if (source !== 'import') {
      try {
        for (const one of await this.#client(apiUrl).find(packages, signal)) advisories.set(one.id, one);
        asked = true;
      } catch (error) {
        if (signal?.aborted) throw error;
        degraded.push(`advisories: ${errorMessage(error)}`);
      }
    }
    const used = imported !== null && imported.advisories > 0;
    if (!asked && !used) {
      for (const one of sampleAdvisories()) advisories.set(one.id, one);
      degraded.push(`advisories: none are imported${source === 'import' ? ' and libraries.advisories.source does not allow asking the OSV API' : ''}, so only the ${sampleAdvisories().length} that come with the program were compared; import a dump (twinmcp lib advisories import <file>) for a real audit`);
    }
    return { advisories: [...advisories.values()], degraded, database: this.facts(asked ? (used ? 'both' : 'api') : used ? 'import' : 'sample') };
  }

  facts(source?: DatabaseFacts['source']): DatabaseFacts {
    const state = this.database.state();
    return { advisories: state.advisories, byEcosystem: { ...state.byEcosystem }, newest: state.newest, importedAt: state.importedAt, source: source ?? (state.advisories > 0 ? 'import' : 'sample') };
  }

  close(): void {
    this.database.close();
  }

  #client(url: string): OsvApi {
    if (this.#api?.url !== url) this.#api = { url, client: new OsvApi({ baseUrl: url }) };
    return this.#api.client;
  }
}

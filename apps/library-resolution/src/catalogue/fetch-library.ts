import type { LibraryRef } from '@twinmcp/contracts';
import { DomainError, errorMessage } from '@twinmcp/kernel';
import { libraryId, type LibraryRecord } from '@twinmcp/libraries';
import { isServerTrouble, type RegistryReader, type RepositoryReader } from '@twinmcp/registries';
import type { LibraryShelf } from './library-shelf.ts';

export type Refresh = 'never' | 'stale' | 'now';

/** Who asks about one library by its name wants what was kept of it more than a quick answer: a command begins with reading it. */
const PATIENCE_MS = 12_000;

export interface FetchedLibrary {
  readonly record: LibraryRecord;
  readonly degraded: string[];
}

/** A library from the catalogue, after its registry was asked where that is allowed and due. */
export class FetchLibrary {
  readonly #shelf: LibraryShelf;
  /** Null: registries may not be asked. */
  readonly #registries: RegistryReader | null;
  readonly #repositories: RepositoryReader | null;
  readonly #freshMs: () => number;

  constructor(shelf: LibraryShelf, registries: RegistryReader | null, repositories: RepositoryReader | null, freshMs: () => number) {
    this.#shelf = shelf;
    this.#registries = registries;
    this.#repositories = repositories;
    this.#freshMs = freshMs;
  }

  get asksRegistries(): boolean {
    return this.#registries !== null;
  }

  async execute({ ecosystem, name }: LibraryRef, refresh: Refresh, signal?: AbortSignal): Promise<FetchedLibrary> {
    const { index, degraded } = await this.#shelf.view({ semantic: false, patienceMs: PATIENCE_MS });
    const id = libraryId(ecosystem, name);
    const known = index.get(id);
    let unheard: DomainError | null = null;
    const stale = known === null || known.fetchedAt === null || Date.now() - known.fetchedAt > this.#freshMs();
    if (this.#registries && (refresh === 'now' || (refresh === 'stale' && stale))) {
      try {
        const answer = await this.#registries.read(ecosystem, name, { refresh: refresh === 'now', signal });
        if (answer) {
          const trouble = await this.#shelf.put([answer.record]);
          if (trouble) degraded.push(`not kept: ${trouble}`);
          if (answer.stale) degraded.push(`the registry did not answer (${answer.stale}): this is what it said before`);
        } else if (known) degraded.push('its registry does not have it');
      } catch (error) {
        if (signal?.aborted) throw error;
        if (isServerTrouble(error)) unheard = error;
        degraded.push(`its registry was not heard: ${errorMessage(error)}`);
      }
    }
    const record = index.get(id);
    if (record) return { record: refresh === 'never' ? record : await this.#withRepository(record, refresh === 'now', degraded, signal), degraded };
    // Whether there is such a library nobody knows then: that is no "no".
    if (unheard) throw new DomainError(unheard.code, `${id} is not in the catalogue, and its registry was not heard: ${unheard.message}`, { details: unheard.details, cause: unheard });
    throw new DomainError('not-found', `${id} is not in the catalogue${this.#registries ? ' and not in its registry' : '; registries may not be asked (libraries.registries.enabled)'}${degraded.length > 0 ? `; ${degraded.join('; ')}` : ''}`);
  }

  /** What only the repository tells. It is asked when quality is asked for, and what it said before is believed as long as what a registry said. */
  async #withRepository(record: LibraryRecord, refresh: boolean, degraded: string[], signal: AbortSignal | undefined): Promise<LibraryRecord> {
    if (!this.#repositories) return record;
    try {
      const answer = await this.#repositories.read(record.repository, { refresh, signal });
      if (!answer) return record;
      if (answer.stale) degraded.push(`its repository was heard in part: ${answer.stale}`);
      const facts = { ...record.facts, ...answer.facts };
      if (Object.entries(answer.facts).every(([fact, value]) => record.facts[fact as keyof typeof facts] === value)) return record;
      const trouble = await this.#shelf.put([{ ...record, facts }]);
      if (trouble) degraded.push(`not kept: ${trouble}`);
      return { ...record, facts };
    } catch (error) {
      if (signal?.aborted) throw error;
      degraded.push(`its repository was not heard: ${errorMessage(error)}`);
      return record;
    }
  }
}

import { errorMessage } from '@twinmcp/kernel';
import { LibraryIndex, mergeRecords, type LibraryCatalogue, type LibraryRecord, type TextEmbedder } from '@twinmcp/libraries';
import type { Logger } from 'pino';

export interface LibraryShelfOptions {
  readonly catalogue: LibraryCatalogue;
  /** Whether something may have been kept before: a catalogue that was never used is not opened to find that out. */
  readonly kept: () => boolean;
  readonly seed: () => readonly LibraryRecord[];
  readonly embedder: TextEmbedder;
  readonly logger: Pick<Logger, 'warn' | 'info'>;
}

export interface ShelfView {
  readonly index: LibraryIndex;
  /** What is missing yet. */
  readonly degraded: string[];
}

/** How long a first question waits for what was kept, and for vectors. */
const PATIENCE_MS = 2_500;
const VECTOR_PATIENCE_MS = 1_500;
const RETRY_MS = 30_000;

/**
 * The catalogue as this process has it in memory, where it is searched: the seed at once, then what was kept, then
 * vectors, each in the background. A question waits a moment for them and is answered with what there is.
 */
export class LibraryShelf {
  readonly #options: LibraryShelfOptions;
  readonly #index = new LibraryIndex();
  #loading: Promise<void> | null = null;
  #embedding: Promise<void> | null = null;
  #trouble: string | null = null;
  #vectorTrouble: { readonly reason: string; readonly until: number } | null = null;
  #loaded = false;
  #closed = false;

  constructor(options: LibraryShelfOptions) {
    this.#options = options;
  }

  get catalogue(): LibraryCatalogue {
    return this.#options.catalogue;
  }

  async view({ semantic = true, patienceMs = PATIENCE_MS }: { semantic?: boolean; patienceMs?: number } = {}): Promise<ShelfView> {
    this.#loading ??= this.#load();
    if (!this.#loaded) await atMost(this.#loading, patienceMs);
    if (semantic) await this.#embed();
    const degraded = [];
    if (this.#trouble !== null) degraded.push(`without what was kept: ${this.#trouble}`);
    else if (!this.#loaded) degraded.push('the catalogue is still being read');
    if (semantic && this.#vectorTrouble) degraded.push(`without meaning: ${this.#vectorTrouble.reason}`);
    else if (semantic && this.#index.waiting > 0) degraded.push(`${this.#index.waiting} libraries have no vector yet`);
    return { index: this.#index, degraded };
  }

  /** Found at once; kept, where that is possible. Gives back what could not be done. */
  async put(records: readonly LibraryRecord[]): Promise<string | null> {
    await this.view({ semantic: false });
    const { catalogue, logger } = this.#options;
    try {
      for (const record of await catalogue.put(records)) this.#enter(record);
      return null;
    } catch (error) {
      for (const record of records) this.#enter(record);
      logger.warn({ reason: errorMessage(error) }, 'libraries could not be kept: they are forgotten when the service stops');
      return errorMessage(error);
    }
  }

  /** Found from now on as long as this process lives; a store that was never used is not opened for it. */
  async know(record: LibraryRecord): Promise<void> {
    await this.view({ semantic: false });
    const known = this.#index.get(record.id);
    this.#enter(known ? mergeRecords(known, record) : record);
  }

  /** What stands together with a library. A store that takes its time to open is not waited for: the next question finds it open. */
  async pairsOf(id: string, limit: number, degraded: string[]): Promise<Awaited<ReturnType<LibraryCatalogue['pairsOf']>>> {
    if (!this.#options.kept()) return [];
    let found: Awaited<ReturnType<LibraryCatalogue['pairsOf']>> | null = null;
    const asked = this.#options.catalogue.pairsOf(id, limit).then((pairs) => { found = pairs; }, (error: unknown) => void degraded.push(`without what is used together: ${errorMessage(error)}`));
    await atMost(asked, PATIENCE_MS);
    if (found === null && degraded.length === 0) degraded.push('without what is used together: the store is still being opened');
    return found ?? [];
  }

  close(): void {
    this.#closed = true;
  }

  #enter(record: LibraryRecord): void {
    this.#index.put(record);
  }

  async #load(): Promise<void> {
    const { seed, kept, catalogue, logger } = this.#options;
    for (const record of seed()) this.#index.put(record);
    try {
      if (kept()) for await (const page of catalogue.all()) for (const record of page) this.#enter(record);
      this.#trouble = null;
    } catch (error) {
      this.#trouble = errorMessage(error);
      logger.warn({ reason: this.#trouble }, 'the catalogue of libraries cannot be read');
      setTimeout(() => { this.#loading = null; this.#loaded = false; }, RETRY_MS).unref();
    }
    this.#loaded = true;
  }

  async #embed(): Promise<void> {
    if (this.#closed || this.#index.waiting === 0 || (this.#vectorTrouble && Date.now() < this.#vectorTrouble.until)) return;
    this.#embedding ??= this.#index.embed(this.#options.embedder).then(
      () => void (this.#vectorTrouble = null),
      (error: unknown) => void (this.#vectorTrouble = { reason: errorMessage(error), until: Date.now() + RETRY_MS }),
    ).finally(() => void (this.#embedding = null));
    await atMost(this.#embedding, VECTOR_PATIENCE_MS);
  }
}

/** Waits for something, but no longer than that. */
async function atMost(work: Promise<void>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  await Promise.race([work, new Promise((resolve) => { timer = setTimeout(resolve, ms); })]);
  clearTimeout(timer);
}

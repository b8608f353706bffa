import type { AnalyticsEvent, LibraryAnalytics } from '@twinmcp/postgres';
import { errorMessage } from '@twinmcp/kernel';
import type { Logger } from 'pino';

const MAX_WAITING = 1_000;
const FLUSH_MS = 15_000;
const KEPT_MS = 180 * 86_400_000;

export interface CatalogueAnalyticsOptions {
  readonly analytics: LibraryAnalytics;
  /** Whether the store is in use anyway: it is not opened for the sake of statistics. */
  readonly open: () => boolean;
  readonly logger: Pick<Logger, 'warn'>;
}

/** What was found for questions about libraries, never the questions. Lost when the process is killed, or when nobody keeps it. */
export class CatalogueAnalytics {
  readonly #options: CatalogueAnalyticsOptions;
  #waiting: AnalyticsEvent[] = [];
  #timer: NodeJS.Timeout | null = null;

  constructor(options: CatalogueAnalyticsOptions) {
    this.#options = options;
  }

  note(kind: string, libraryId: string | null, data: AnalyticsEvent['data'] = {}): void {
    if (!this.#options.open() || this.#waiting.length >= MAX_WAITING) return;
    this.#waiting.push({ at: Date.now(), kind, libraryId, data });
    this.#timer ??= setTimeout(() => void this.flush(), FLUSH_MS).unref();
  }

  /** Counts anew after much was learnt; old months go. */
  async refresh(): Promise<void> {
    if (!this.#options.open()) return;
    await this.flush();
    await this.#quietly(async () => {
      await this.#options.analytics.forgetBefore(Date.now() - KEPT_MS);
      await this.#options.analytics.refreshStats();
    });
  }

  async flush(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    const events = this.#waiting;
    this.#waiting = [];
    if (events.length > 0) await this.#quietly(() => this.#options.analytics.record(events));
  }

  async #quietly(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#options.logger.warn({ reason: errorMessage(error) }, 'statistics of libraries were not kept');
    }
  }
}

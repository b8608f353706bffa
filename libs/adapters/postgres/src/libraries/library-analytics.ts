import { newId } from '@twinmcp/kernel';
import type { LazyDatabase } from '../lazy-database.ts';

export interface AnalyticsEvent {
  readonly at: number;
  readonly kind: string;
  readonly libraryId: string | null;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface LibraryStats {
  readonly libraryId: string;
  readonly versions: number;
  readonly releasedAt: number | null;
  readonly manifests: number;
  readonly events: number;
}

interface StatsRow { readonly library_id: string; readonly versions: bigint; readonly released_at: Date | null; readonly manifests: bigint; readonly events: bigint }

/** Events in monthly partitions that are made when they are needed, and the view that is counted from them (LR-9). */
export class LibraryAnalytics {
  readonly #database: LazyDatabase;
  readonly #months = new Set<string>();

  constructor(database: LazyDatabase) {
    this.#database = database;
  }

  async record(events: readonly AnalyticsEvent[]): Promise<void> {
    if (events.length === 0) return;
    await this.#database.use(async (prisma) => {
      for (const at of new Set(events.map((event) => event.at))) {
        const month = new Date(at).toISOString().slice(0, 7);
        if (this.#months.has(month)) continue;
        await prisma.$queryRaw`SELECT "ensure_analytics_partition"(${new Date(at)}::timestamptz)`;
        this.#months.add(month);
      }
      const rows = JSON.stringify(events.map(({ at, kind, libraryId, data }) => ({ id: newId('event', at), at: new Date(at).toISOString(), kind, library_id: libraryId, data })));
      await prisma.$executeRaw`INSERT INTO "analytics_events" ("id", "at", "kind", "library_id", "data") SELECT "id", "at", "kind", "library_id", "data" FROM jsonb_to_recordset(${rows}::jsonb) AS "event" ("id" TEXT, "at" TIMESTAMPTZ, "kind" TEXT, "library_id" TEXT, "data" JSONB)`;
    });
  }

  /** Months that ended before; gives back how many. */
  async forgetBefore(moment: number): Promise<number> {
    const [row] = await this.#database.use((prisma) => prisma.$queryRaw<{ dropped: number }[]>`SELECT "drop_analytics_before"(${new Date(moment)}::timestamptz) AS "dropped"`);
    this.#months.clear();
    return row?.dropped ?? 0;
  }

  /** Readers see the old counts until the new ones are there. */
  async refreshStats(): Promise<void> {
    await this.#database.use((prisma) => prisma.$executeRaw`REFRESH MATERIALIZED VIEW CONCURRENTLY "library_stats"`);
  }

  async stats(libraryIds: readonly string[]): Promise<LibraryStats[]> {
    const rows = await this.#database.use((prisma) => prisma.$queryRaw<StatsRow[]>`SELECT "library_id", "versions", "released_at", "manifests", "events" FROM "library_stats" WHERE "library_id" = ANY(${[...libraryIds]}) ORDER BY "library_id"`);
    return rows.map((row) => ({ libraryId: row.library_id, versions: Number(row.versions), releasedAt: row.released_at?.getTime() ?? null, manifests: Number(row.manifests), events: Number(row.events) }));
  }
}

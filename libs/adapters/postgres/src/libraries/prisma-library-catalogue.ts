import { mergeRecords, type LibraryCatalogue, type LibraryRecord, type ManifestSighting } from '@twinmcp/libraries';
import type { LazyDatabase } from '../lazy-database.ts';
import type { Prisma } from '../generated/client.ts';
import { recordOf, rowsOf, withChildren } from './library-rows.ts';

const PAGE = 500;
/** A batch of records is a transaction: what is too long for one is put in several. */
const BATCH = 200;
const TRANSACTION = { maxWait: 10_000, timeout: 60_000 };

interface PairRow { readonly id: string; readonly together: bigint; readonly other: bigint; readonly alone: bigint; readonly manifests: bigint }

/** The catalogue in the relational store. Every replica reads and writes the same. */
export class PrismaLibraryCatalogue implements LibraryCatalogue {
  readonly #database: LazyDatabase;
  readonly storage: string;

  constructor(database: LazyDatabase, storage: string) {
    this.#database = database;
    this.storage = storage;
  }

  async get(id: string): Promise<LibraryRecord | null> {
    const row = await this.#database.use((prisma) => prisma.library.findUnique({ where: { id }, include: withChildren }));
    return row ? recordOf(row) : null;
  }

  async put(records: readonly LibraryRecord[]): Promise<LibraryRecord[]> {
    const put: LibraryRecord[] = [];
    for (let at = 0; at < records.length; at += BATCH) {
      const batch = new Map<string, LibraryRecord>();
      for (const record of records.slice(at, at + BATCH)) batch.set(record.id, batch.has(record.id) ? mergeRecords(batch.get(record.id)!, record) : record);
      put.push(...(await this.#database.use((prisma) => prisma.$transaction((tx) => this.#merge(tx, batch), TRANSACTION))));
    }
    return put;
  }

  async *all(): AsyncIterable<readonly LibraryRecord[]> {
    for (let after = ''; ; ) {
      const rows = await this.#database.use((prisma) => prisma.library.findMany({ where: { id: { gt: after } }, orderBy: { id: 'asc' }, take: PAGE, include: withChildren }));
      if (rows.length > 0) yield rows.map(recordOf);
      if (rows.length < PAGE) return;
      after = rows.at(-1)!.id;
    }
  }

  async sight(manifests: readonly ManifestSighting[]): Promise<number> {
    for (let at = 0; at < manifests.length; at += BATCH) {
      const batch = new Map(manifests.slice(at, at + BATCH).map((sighting) => [sighting.key, sighting]));
      const data = [...batch.values()].flatMap(({ key, libraries }) => [...new Set(libraries)].map((libraryId) => ({ manifest: key, libraryId })));
      await this.#database.use((prisma) => prisma.$transaction(async (tx) => {
        await tx.librarySighting.deleteMany({ where: { manifest: { in: [...batch.keys()] } } });
        await tx.librarySighting.createMany({ data, skipDuplicates: true });
      }, TRANSACTION));
    }
    return manifests.length;
  }

  async pairsOf(id: string, limit: number) {
    const rows = await this.#database.use((prisma) => prisma.$queryRaw<PairRow[]>`
      WITH "own" AS (SELECT "manifest" FROM "library_sightings" WHERE "library_id" = ${id}),
      "pair" AS (SELECT "library_id", count(*) AS "together" FROM "library_sightings" WHERE "manifest" IN (SELECT "manifest" FROM "own") AND "library_id" <> ${id} GROUP BY "library_id" ORDER BY count(*) DESC, "library_id" LIMIT ${limit})
      SELECT "pair"."library_id" AS "id", "together", (SELECT count(*) FROM "library_sightings" AS "all" WHERE "all"."library_id" = "pair"."library_id") AS "other",
        (SELECT count(*) FROM "own") AS "alone", (SELECT count(DISTINCT "manifest") FROM "library_sightings") AS "manifests"
      FROM "pair" ORDER BY "together" DESC, "pair"."library_id"`);
    return rows.map(({ id: other, ...counts }) => ({ id: other, together: Number(counts.together), other: Number(counts.other), alone: Number(counts.alone), manifests: Number(counts.manifests) }));
  }

  async #merge(tx: Prisma.TransactionClient, batch: ReadonlyMap<string, LibraryRecord>): Promise<LibraryRecord[]> {
    const ids = [...batch.keys()].sort();
    // One writer at a time: two that bring the same new library would otherwise each miss what the other says of it.
    await tx.$queryRaw`SELECT 1 AS "locked" FROM (SELECT pg_advisory_xact_lock(hashtext('libraries'))) AS "lock"`;
    const before = new Map((await tx.library.findMany({ where: { id: { in: ids } }, include: withChildren })).map((row) => [row.id, recordOf(row)]));
    const merged = ids.map((id) => (before.has(id) ? mergeRecords(before.get(id)!, batch.get(id)!) : batch.get(id)!));
    const rows = merged.map(rowsOf);
    await tx.library.createMany({ data: rows.filter(({ library }) => !before.has(library.id)).map(({ library }) => library) });
    for (const { library } of rows) if (before.has(library.id)) await tx.library.update({ where: { id: library.id }, data: library });
    await tx.libraryRelease.deleteMany({ where: { libraryId: { in: ids } } });
    await tx.libraryRelease.createMany({ data: rows.flatMap(({ versions }) => versions), skipDuplicates: true });
    await tx.libraryRequirement.deleteMany({ where: { libraryId: { in: ids } } });
    await tx.libraryRequirement.createMany({ data: rows.flatMap(({ dependencies }) => dependencies), skipDuplicates: true });
    return merged;
  }
}


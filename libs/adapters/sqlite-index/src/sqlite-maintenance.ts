import { createHash, randomBytes } from 'node:crypto';
import { createReadStream, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import path from 'node:path';
import { DatabaseSync, backup } from 'node:sqlite';
import type { IndexSnapshot } from '@twinmcp/contracts';
import { removeDatabase } from '@twinmcp/sqlite';
import { DomainError } from '@twinmcp/kernel';
import type { IndexMaintenance } from '@twinmcp/vectorization';
import { identityText, type IndexIdentity } from './schema.ts';
import type { SnapshotFile, SnapshotFolder } from './snapshot-folder.ts';
import { SqliteChunkIndex } from './sqlite-chunk-index.ts';
import { translateError } from './sqlite-errors.ts';
import { WriterLock } from './writer-lock.ts';

/** Pages copied before other work gets its turn: 4 MiB. */
const PAGES_AT_ONCE = 1_024;
/** A copy to read from lives for the minutes that reading takes. */
const FORGOTTEN_MS = 3_600_000;

/**
 * Snapshots as databases of their own under `<workspace>/snapshots`, each beside a description with its checksum; the
 * description is written last, so that a copy that was cut off is no snapshot. Staging is a database beside the one in use.
 */
export class SqliteMaintenance implements IndexMaintenance {
  readonly #fileOf: (workspaceId: string) => string;
  readonly #identity: IndexIdentity;
  readonly #keep: () => number;

  constructor(fileOf: (workspaceId: string) => string, identity: IndexIdentity, keep: () => number) {
    this.#fileOf = fileOf;
    this.#identity = identity;
    this.#keep = keep;
  }

  async createSnapshot(workspaceId: string, reason: string, spare: readonly string[] = []): Promise<IndexSnapshot> {
    const file = this.#fileOf(workspaceId);
    if (!existsSync(file)) throw new DomainError('workspace-not-indexed', `workspace ${workspaceId} has no index`);
    const { folder, published } = await this.#snapshots(workspaceId);
    // Two within a millisecond have an order too.
    const createdAt = Math.max(Date.now(), (folder.list()[0]?.createdAt ?? 0) + 1);
    const id = `${new Date(createdAt).toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-')}-${randomBytes(3).toString('hex')}`;
    const source = new DatabaseSync(file, { timeout: 2_000 });
    try {
      const copy = folder.databaseOf(id);
      await backup(source, copy, { rate: PAGES_AT_ONCE });
      const counts = describe(copy);
      const description: SnapshotFile = { id, reason, createdAt, bytes: statSync(copy).size, ...counts, model: this.#identity.model, sha256: await sha256(copy) };
      folder.describe(description);
      folder.prune(this.#keep(), [id, ...spare]);
      return published(description);
    } catch (error) {
      folder.remove(id);
      throw translateError(error);
    } finally {
      source.close();
    }
  }

  async listSnapshots(workspaceId: string): Promise<IndexSnapshot[]> {
    const { folder, published } = await this.#snapshots(workspaceId);
    return folder.list().map(published);
  }

  async restoreSnapshot(workspaceId: string, id: string): Promise<IndexSnapshot> {
    const { folder, published } = await this.#snapshots(workspaceId);
    const description = folder.list().find((snapshot) => snapshot.id === id);
    if (!description) throw new DomainError('not-found', `workspace ${workspaceId} has no snapshot ${id}`);
    const expected = identityText(this.#identity);
    if (description.identity !== expected) throw new DomainError('conflict', `the snapshot was made with ${description.identity}; this program uses ${expected}`);
    const incoming = `${this.#fileOf(workspaceId)}.incoming`;
    try {
      removeDatabase(incoming);
      // Checked on the copy that will be used, not on the file it was made from.
      await copyFile(folder.databaseOf(id), incoming);
      if ((await sha256(incoming)) !== description.sha256) throw new DomainError('conflict', `snapshot ${id} is damaged: it does not have its checksum`);
      this.#replace(workspaceId, incoming);
      return published(description);
    } catch (error) {
      removeDatabase(incoming);
      throw translateError(error);
    }
  }

  async deleteSnapshot(workspaceId: string, id: string): Promise<boolean> {
    return (await this.#snapshots(workspaceId)).folder.remove(id);
  }

  async openCopy(workspaceId: string): Promise<{ index: SqliteChunkIndex; drop(): Promise<void> }> {
    const file = this.#fileOf(workspaceId);
    if (!existsSync(file)) throw new DomainError('workspace-not-indexed', `workspace ${workspaceId} has no index`);
    const copies = path.join(path.dirname(file), 'copies');
    removeForgotten(copies);
    const folder = path.join(copies, randomBytes(6).toString('hex'));
    mkdirSync(folder, { recursive: true });
    const remove = () => rmSync(folder, { recursive: true, force: true });
    const source = new DatabaseSync(file, { timeout: 2_000 });
    try {
      await backup(source, path.join(folder, 'index.db'), { rate: PAGES_AT_ONCE });
      const index = await SqliteChunkIndex.open(path.join(folder, 'index.db'), this.#identity);
      return { index, drop: async () => (await index.close(), remove()) };
    } catch (error) {
      remove();
      throw translateError(error);
    } finally {
      source.close();
    }
  }

  async openStaging(workspaceId: string): Promise<SqliteChunkIndex> {
    const file = this.#staging(workspaceId);
    rmSync(path.dirname(file), { recursive: true, force: true });
    return SqliteChunkIndex.open(file, this.#identity);
  }

  async promoteStaging(workspaceId: string): Promise<void> {
    const staged = this.#staging(workspaceId);
    if (!existsSync(staged)) throw new DomainError('conflict', 'there is no import to finish');
    try {
      checkpoint(staged);
      this.#replace(workspaceId, staged);
    } catch (error) {
      throw translateError(error);
    }
    rmSync(path.dirname(staged), { recursive: true, force: true });
  }

  async dropStaging(workspaceId: string): Promise<void> {
    rmSync(path.dirname(this.#staging(workspaceId)), { recursive: true, force: true });
  }

  /**
   * Renaming is the one step that counts. The log of the old database is emptied before, so that a crash in between
   * cannot leave a log beside a database that it does not belong to.
   */
  #replace(workspaceId: string, incoming: string): void {
    const file = this.#fileOf(workspaceId);
    const lock = new WriterLock(path.join(path.dirname(file), 'writer.lock'));
    lock.acquire();
    try {
      if (existsSync(file)) checkpoint(file);
      for (const suffix of ['-wal', '-shm']) rmSync(file + suffix, { force: true });
      renameSync(incoming, file);
    } finally {
      lock.release();
    }
  }

  async #snapshots(workspaceId: string): Promise<{ folder: SnapshotFolder; published(description: SnapshotFile): IndexSnapshot }> {
    const { SnapshotFolder: Folder, published } = await import('./snapshot-folder.ts');
    return { folder: new Folder(path.join(path.dirname(this.#fileOf(workspaceId)), 'snapshots')), published };
  }

  #staging(workspaceId: string): string {
    return path.join(path.dirname(this.#fileOf(workspaceId)), 'staging', 'index.db');
  }
}

/** Copies of a process that was killed. */
function removeForgotten(copies: string): void {
  if (!existsSync(copies)) return;
  for (const name of readdirSync(copies)) {
    const folder = path.join(copies, name);
    if (Date.now() - (statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? 0) > FORGOTTEN_MS) rmSync(folder, { recursive: true, force: true });
  }
}

/** Moves everything from the log into the database. */
function checkpoint(file: string): void {
  const database = new DatabaseSync(file, { timeout: 2_000 });
  try {
    database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get();
  } finally {
    database.close();
  }
}

function describe(file: string): { generation: number; files: number; chunks: number; identity: string } {
  const database = new DatabaseSync(file);
  try {
    database.exec('PRAGMA journal_mode = DELETE'); // one file, nothing beside it
    const meta = (key: string) => (database.prepare('SELECT value FROM meta WHERE key = ?').get(key) as { value: string } | undefined)?.value ?? '';
    const count = (table: 'files' | 'chunks') => (database.prepare(`SELECT count(*) AS n FROM ${table}`).get() as { n: number }).n;
    return { generation: Number(meta('generation')), files: count('files'), chunks: count('chunks'), identity: meta('identity') };
  } finally {
    database.close();
  }
}

async function sha256(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const part of createReadStream(file, { highWaterMark: 1 << 20 })) hash.update(part as Buffer);
  return hash.digest('hex');
}

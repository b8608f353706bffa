import { createHash, randomBytes } from 'node:crypto';
import { createReadStream, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import path from 'node:path';
import { DatabaseSync, backup } from 'node:sqlite';
import { IndexSnapshot } from '@twinmcp/contracts';
import { DomainError } from '@twinmcp/kernel';
import type { IndexMaintenance } from '@twinmcp/vectorization';
import { removeDatabase } from './open-database.ts';
import { identityText, type IndexIdentity } from './schema.ts';
import { SqliteChunkIndex } from './sqlite-chunk-index.ts';
import { translateError } from './sqlite-errors.ts';
import { WriterLock } from './writer-lock.ts';

interface SnapshotFile extends IndexSnapshot {
  readonly identity: string;
  readonly sha256: string;
}

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
    // Two within a millisecond have an order too.
    const createdAt = Math.max(Date.now(), (this.#descriptions(workspaceId)[0]?.createdAt ?? 0) + 1);
    const id = `${new Date(createdAt).toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-')}-${randomBytes(3).toString('hex')}`;
    const folder = this.#folder(workspaceId);
    mkdirSync(folder, { recursive: true });
    const copy = path.join(folder, `${id}.db`);
    const source = new DatabaseSync(file, { timeout: 2_000 });
    try {
      await backup(source, copy, { rate: PAGES_AT_ONCE });
      const counts = describe(copy);
      const description: SnapshotFile = { id, reason, createdAt, bytes: statSync(copy).size, ...counts, model: this.#identity.model, sha256: await sha256(copy) };
      writeFileSync(path.join(folder, `${id}.json.part`), JSON.stringify(description));
      renameSync(path.join(folder, `${id}.json.part`), path.join(folder, `${id}.json`));
      this.#prune(workspaceId, [id, ...spare]);
      return IndexSnapshot.parse(description);
    } catch (error) {
      this.#remove(workspaceId, id);
      throw translateError(error);
    } finally {
      source.close();
    }
  }

  async listSnapshots(workspaceId: string): Promise<IndexSnapshot[]> {
    return this.#descriptions(workspaceId).map((description) => IndexSnapshot.parse(description));
  }

  async restoreSnapshot(workspaceId: string, id: string): Promise<IndexSnapshot> {
    const description = this.#descriptions(workspaceId).find((snapshot) => snapshot.id === id);
    if (!description) throw new DomainError('not-found', `workspace ${workspaceId} has no snapshot ${id}`);
    const expected = identityText(this.#identity);
    if (description.identity !== expected) throw new DomainError('conflict', `the snapshot was made with ${description.identity}; this program uses ${expected}`);
    const copy = path.join(this.#folder(workspaceId), `${id}.db`);
    const incoming = `${this.#fileOf(workspaceId)}.incoming`;
    try {
      removeDatabase(incoming);
      // Checked on the copy that will be used, not on the file it was made from.
      await copyFile(copy, incoming);
      if ((await sha256(incoming)) !== description.sha256) throw new DomainError('conflict', `snapshot ${id} is damaged: it does not have its checksum`);
      this.#replace(workspaceId, incoming);
      return IndexSnapshot.parse(description);
    } catch (error) {
      removeDatabase(incoming);
      throw translateError(error);
    }
  }

  async deleteSnapshot(workspaceId: string, id: string): Promise<boolean> {
    const existed = existsSync(path.join(this.#folder(workspaceId), `${safe(id)}.json`));
    this.#remove(workspaceId, id);
    return existed;
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

  #descriptions(workspaceId: string): SnapshotFile[] {
    const folder = this.#folder(workspaceId);
    if (!existsSync(folder)) return [];
    const found: SnapshotFile[] = [];
    for (const name of readdirSync(folder)) {
      if (!name.endsWith('.json')) continue;
      const description = readDescription(path.join(folder, name));
      if (description && `${description.id}.json` === name && existsSync(path.join(folder, `${description.id}.db`))) found.push(description);
    }
    return found.sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1));
  }

  #prune(workspaceId: string, spare: readonly string[]): void {
    for (const { id } of this.#descriptions(workspaceId).slice(Math.max(1, this.#keep()))) if (!spare.includes(id)) this.#remove(workspaceId, id);
  }

  #remove(workspaceId: string, id: string): void {
    const base = path.join(this.#folder(workspaceId), safe(id));
    for (const suffix of ['.json', '.json.part', '.db', '.db-wal', '.db-shm', '.db-journal']) rmSync(base + suffix, { force: true });
  }

  #folder(workspaceId: string): string {
    return path.join(path.dirname(this.#fileOf(workspaceId)), 'snapshots');
  }

  #staging(workspaceId: string): string {
    return path.join(path.dirname(this.#fileOf(workspaceId)), 'staging', 'index.db');
  }
}

function safe(id: string): string {
  if (!IndexSnapshot.shape.id.safeParse(id).success) throw new DomainError('invalid-input', 'that is no id of a snapshot');
  return id;
}

/** Copies of a process that was killed. */
function removeForgotten(copies: string): void {
  if (!existsSync(copies)) return;
  for (const name of readdirSync(copies)) {
    const folder = path.join(copies, name);
    if (Date.now() - (statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? 0) > FORGOTTEN_MS) rmSync(folder, { recursive: true, force: true });
  }
}

/** Null when it is not one of ours, or cut off. */
function readDescription(file: string): SnapshotFile | null {
  try {
    const value = JSON.parse(readFileSync(file, 'utf8')) as Partial<SnapshotFile>;
    const parsed = IndexSnapshot.safeParse(value);
    return parsed.success && typeof value.identity === 'string' && typeof value.sha256 === 'string' ? { ...parsed.data, identity: value.identity, sha256: value.sha256 } : null;
  } catch {
    return null;
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

import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { IndexSnapshot } from '@twinmcp/contracts';
import { DomainError } from '@twinmcp/kernel';

export interface SnapshotFile extends IndexSnapshot {
  readonly identity: string;
  readonly sha256: string;
}

/** The snapshots of one workspace: databases, each beside a description that is written last. Loaded when it is needed: the schemas of the contracts cost a thread 30 MB. */
export class SnapshotFolder {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Newest first; those that cannot be read, or that were cut off, are left out. */
  list(): SnapshotFile[] {
    if (!existsSync(this.#folder)) return [];
    const found: SnapshotFile[] = [];
    for (const name of readdirSync(this.#folder)) {
      if (!name.endsWith('.json')) continue;
      const description = readDescription(path.join(this.#folder, name));
      if (description && `${description.id}.json` === name && existsSync(this.databaseOf(description.id))) found.push(description);
    }
    return found.sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1));
  }

  /** Where the copy goes, or is. The folder is made. */
  databaseOf(id: string): string {
    mkdirSync(this.#folder, { recursive: true });
    return path.join(this.#folder, `${safe(id)}.db`);
  }

  describe(description: SnapshotFile): void {
    const file = path.join(this.#folder, `${safe(description.id)}.json`);
    writeFileSync(`${file}.part`, JSON.stringify(description));
    renameSync(`${file}.part`, file);
  }

  /** Whether it was there. */
  remove(id: string): boolean {
    const base = path.join(this.#folder, safe(id));
    const existed = existsSync(`${base}.json`);
    for (const suffix of ['.json', '.json.part', '.db', '.db-wal', '.db-shm', '.db-journal']) rmSync(base + suffix, { force: true });
    return existed;
  }

  prune(keep: number, spare: readonly string[]): void {
    for (const { id } of this.list().slice(Math.max(1, keep))) if (!spare.includes(id)) this.remove(id);
  }
}

/** What others are told of it. */
export function published(description: SnapshotFile): IndexSnapshot {
  return IndexSnapshot.parse(description);
}

function safe(id: string): string {
  if (!IndexSnapshot.shape.id.safeParse(id).success) throw new DomainError('invalid-input', 'that is no id of a snapshot');
  return id;
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

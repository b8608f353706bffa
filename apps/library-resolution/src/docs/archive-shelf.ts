import { mkdir, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Ecosystem } from '@twinmcp/contracts';
import { newId } from '@twinmcp/kernel';
import { pruneFolder } from '@twinmcp/registries';

export interface KeptArchive {
  readonly bytes: Buffer;
  readonly about: ArchiveNote;
}

/** Beside each archive: what cannot be read from it. */
export interface ArchiveNote {
  readonly origin: string;
  readonly notes: readonly string[];
}

const PRUNE_EVERY = 8;

/** Archives of public packages that were fetched, so that they are answered without a network. Trouble with the disk costs the shelf, not the answer. */
export class ArchiveShelf {
  readonly #folder: string;
  readonly #maxBytes: () => number;
  #written = 0;

  constructor(folder: string, maxBytes: () => number) {
    this.#folder = folder;
    this.#maxBytes = maxBytes;
  }

  async get(ecosystem: Ecosystem, name: string, version: string): Promise<KeptArchive | null> {
    const file = this.#fileOf(ecosystem, name, version);
    if (file === null) return null;
    try {
      const about = JSON.parse(await readFile(`${file}.json`, 'utf8')) as ArchiveNote;
      if (typeof about.origin !== 'string' || !Array.isArray(about.notes)) return null;
      const bytes = await readFile(file);
      const now = new Date();
      await utimes(file, now, now).catch(() => undefined);
      return { bytes, about };
    } catch {
      return null; // not there, or cut by a crash: fetched anew
    }
  }

  async put(ecosystem: Ecosystem, name: string, version: string, { bytes, about }: KeptArchive): Promise<void> {
    const file = this.#fileOf(ecosystem, name, version);
    if (file === null || bytes.length > this.#maxBytes()) return;
    const half = `${file}.${newId('half')}.tmp`;
    try {
      await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
      await writeFile(half, bytes, { mode: 0o600 });
      await rename(half, file);
      await writeFile(half, JSON.stringify(about), { mode: 0o600 });
      await rename(half, `${file}.json`);
      if (this.#written++ % PRUNE_EVERY === 0) await pruneFolder(this.#folder, this.#maxBytes(), { beside: '.json' });
    } catch {
      await rm(half, { force: true }).catch(() => undefined);
    }
  }

  /** Names become paths: whatever could leave the folder is none. */
  #fileOf(ecosystem: Ecosystem, name: string, version: string): string | null {
    if (/[\\\0]|(^|\/)\.\.?(\/|$)/.test(`${name}/${version}`) || version.includes('/') || name.length + version.length > 200) return null;
    return path.join(this.#folder, ecosystem, `${name.replaceAll('/', '+')}-${version}`);
  }
}

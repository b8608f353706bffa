import { mkdir, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { contentHash, newId } from '@twinmcp/kernel';
import { pruneFolder } from './prune-folder.ts';

export interface CachedResponse {
  readonly url: string;
  readonly etag: string | null;
  readonly lastModified: string | null;
  /** The header `link`, where pages are counted. */
  readonly link?: string | null;
  readonly body: string;
  /** Milliseconds since the epoch: last time the registry said that this is how it is. */
  readonly checkedAt: number;
}

export interface ResponseCache {
  get(url: string): Promise<CachedResponse | null>;
  put(response: CachedResponse): Promise<void>;
}

export class MemoryResponseCache implements ResponseCache {
  readonly #responses = new Map<string, CachedResponse>();

  async get(url: string): Promise<CachedResponse | null> {
    return this.#responses.get(url) ?? null;
  }

  async put(response: CachedResponse): Promise<void> {
    this.#responses.set(response.url, response);
  }
}

const PRUNE_EVERY = 64;

/** One file an answer, least recently used first to go. Trouble with the disk costs the cache, not the answer. */
export class FolderResponseCache implements ResponseCache {
  readonly #folder: string;
  readonly #maxBytes: () => number;
  #written = 0;

  constructor(folder: string, maxBytes: () => number) {
    this.#folder = folder;
    this.#maxBytes = maxBytes;
  }

  async get(url: string): Promise<CachedResponse | null> {
    const file = this.#fileOf(url);
    try {
      const cached = JSON.parse(await readFile(file, 'utf8')) as CachedResponse;
      if (cached.url !== url || typeof cached.body !== 'string') return null;
      const now = new Date();
      await utimes(file, now, now).catch(() => undefined);
      return cached;
    } catch {
      return null; // absent, or cut by a crash: asked for anew
    }
  }

  async put(response: CachedResponse): Promise<void> {
    const file = this.#fileOf(response.url);
    const half = `${file}.${newId('half')}.tmp`;
    try {
      await mkdir(this.#folder, { recursive: true, mode: 0o700 });
      await writeFile(half, JSON.stringify(response), { mode: 0o600 });
      await rename(half, file);
      if (++this.#written % PRUNE_EVERY === 0) await pruneFolder(this.#folder, this.#maxBytes());
    } catch {
      await rm(half, { force: true }).catch(() => undefined);
    }
  }

  #fileOf(url: string): string {
    return path.join(this.#folder, `${contentHash(url)}.json`);
  }
}

import { constants } from 'node:fs';
import { lstat, open, readdir, realpath, type FileHandle } from 'node:fs/promises';
import path from 'node:path';

export interface Bounds {
  /** Real path that everything read must be inside of. */
  readonly root: string;
  readonly maxFileBytes: number;
  readonly maxEntries: number;
}

/** Text of a regular file inside the root, cut at the bound; null when there is none. Links that lead out of the root are not followed. */
export async function readText(file: string, { root, maxFileBytes }: Bounds, maxBytes = maxFileBytes): Promise<string | null> {
  const place = await inside(file, root);
  if (place === null) return null;
  let handle: FileHandle | null = null;
  try {
    // Not blocking: a named pipe in the place of a file must not hold up the scan.
    handle = await open(place, constants.O_RDONLY | constants.O_NONBLOCK);
    const stats = await handle.stat();
    if (!stats.isFile()) return null;
    const buffer = Buffer.alloc(Math.min(stats.size, maxBytes));
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, 0);
    return buffer.toString('utf8', 0, bytesRead).replace(/^\uFEFF/, '');
  } catch {
    return null;
  } finally {
    await handle?.close().catch(() => undefined);
  }
}

/** Names in a folder inside the root, sorted, at most `maxEntries`; empty when it cannot be read. */
export async function listFolder(folder: string, { root, maxEntries }: Bounds): Promise<string[]> {
  const place = await inside(folder, root);
  if (place === null) return [];
  try {
    return (await readdir(place)).sort().slice(0, maxEntries);
  } catch {
    return [];
  }
}

/** The real path, when it is the root or below it. */
export async function inside(file: string, root: string): Promise<string | null> {
  try {
    const place = await realpath(file);
    return place === root || place.startsWith(root + path.sep) ? place : null;
  } catch {
    return null;
  }
}

export async function isLink(file: string): Promise<boolean> {
  return lstat(file).then((stats) => stats.isSymbolicLink(), () => false);
}

import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';

/** What ends so is removed with what it stands beside, and takes no room of its own. */
export interface PruneOptions {
  readonly beside?: string;
}

/** Removes files, those that were not touched for the longest time first, until the others together take at most `maxBytes`. Fails where the folder cannot be read. */
export async function pruneFolder(folder: string, maxBytes: number, { beside }: PruneOptions = {}): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = (await Promise.all(entries.filter((entry) => entry.isFile() && !(beside !== undefined && entry.name.endsWith(beside))).map(async (entry) => {
    const file = path.join(entry.parentPath, entry.name);
    return stat(file).then(({ size, mtimeMs }) => ({ file, size, mtimeMs }), () => null);
  }))).filter((file) => file !== null).sort((a, b) => b.mtimeMs - a.mtimeMs);
  let room = maxBytes;
  for (const { file, size } of files) {
    room -= size;
    if (room < 0) await Promise.all([file, ...(beside === undefined ? [] : [`${file}${beside}`])].map((one) => rm(one, { force: true })));
  }
}

import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';

/** Bytes of all files below a folder, for a metric; 0 when there is no such folder yet. What vanishes meanwhile counts nothing. */
export async function directoryBytes(folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  let bytes = 0;
  for (const entry of entries) if (entry.isFile()) bytes += await stat(path.join(entry.parentPath, entry.name)).then(({ size }) => size, () => 0);
  return bytes;
}

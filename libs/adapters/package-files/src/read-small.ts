import { open } from 'node:fs/promises';

/** Text of a file of at most so many bytes; null for everything else. */
export async function readSmall(file: string, maxBytes = 1_048_576): Promise<string | null> {
  const handle = await open(file, 'r').catch(() => null);
  if (!handle) return null;
  try {
    const info = await handle.stat();
    if (!info.isFile() || info.size > maxBytes) return null;
    return await handle.readFile('utf8');
  } catch {
    return null;
  } finally {
    await handle.close();
  }
}

import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { DomainError } from '@twinmcp/kernel';
import { readInside } from './read-inside.ts';

/**
 * Puts another content in the place of a file of a root that holds `before`: written beside it, then renamed, so that a
 * reader sees the one or the other. What may not be read may not be written; `conflict` when the file is another by now.
 */
export async function replaceInside(realRoot: string, path: string, before: Uint8Array, after: Uint8Array, maxBytes: number): Promise<void> {
  const assertSame = async () => {
    const now = await readInside(realRoot, path, maxBytes);
    if (!now.ok) throw new DomainError('not-found', `${path} cannot be read: ${now.detail}`);
    if (!Buffer.from(now.content).equals(before)) throw new DomainError('conflict', `${path} was changed meanwhile: read it again`);
  };
  await assertSame();
  const file = `${realRoot === '/' ? '' : realRoot}/${path}`;
  const part = `${file}.${randomBytes(6).toString('hex')}.part`;
  try {
    const handle = await open(part, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW, (await stat(file)).mode & 0o777);
    try {
      await handle.writeFile(after);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await assertSame();
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true });
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOSPC' || code === 'EDQUOT') throw new DomainError('storage-full', `no space left to write ${path}`, { cause: error });
    if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') throw new DomainError('forbidden', `${path} may not be written by this user`, { cause: error });
    throw error;
  }
}

import { constants } from 'node:fs';
import { open, readlink, realpath, type FileHandle } from 'node:fs/promises';
import { forbiddenPath, type ReadResult } from '@twinmcp/workspaces';
import { unreadable } from './directory-walk.ts';

/**
 * Reads a file of a root. The path may come from anywhere: it is refused when it names credentials or version control,
 * when it is not plainly relative, and when what was opened does not lie at that very place (a link somewhere on the way).
 * Opened without following a link and without blocking (a pipe nobody writes to).
 */
export async function readInside(realRoot: string, path: string, maxBytes: number): Promise<ReadResult> {
  if (!isPlainRelative(path)) return { ok: false, reason: 'outside-root', detail: 'the path leaves the workspace' };
  const forbidden = forbiddenPath(path);
  if (forbidden) return { ok: false, ...forbidden };
  const file = `${realRoot === '/' ? '' : realRoot}/${path}`;
  let handle: FileHandle | undefined;
  try {
    handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    if ((await openedPath(handle, file)) !== file) return { ok: false, reason: 'symlink', detail: 'a symbolic link on the way to it is not followed' };
    const stat = await handle.stat();
    if (!stat.isFile()) return { ok: false, reason: 'unsupported', detail: 'not a regular file' };
    if (stat.size > maxBytes) return { ok: false, reason: 'too-large', detail: `${stat.size} bytes; the limit is ${maxBytes}` };
    return await readAll(handle, stat.size, maxBytes);
  } catch (error) {
    const [reason, detail] = unreadable(error);
    return { ok: false, reason, detail };
  } finally {
    await handle?.close();
  }
}

/** A file that grows while it is read is read to its end at most `maxBytes` far. */
async function readAll(handle: FileHandle, size: number, maxBytes: number): Promise<ReadResult> {
  let buffer = Buffer.allocUnsafeSlow(size + 1);
  let length = 0;
  for (;;) {
    const { bytesRead } = await handle.read(buffer, length, buffer.length - length, length);
    if (bytesRead === 0) return { ok: true, content: buffer.subarray(0, length) };
    length += bytesRead;
    if (length > maxBytes) return { ok: false, reason: 'too-large', detail: `it grew past ${maxBytes} bytes while it was read` };
    if (length === buffer.length) buffer = Buffer.concat([buffer, Buffer.allocUnsafeSlow(Math.max(4096, buffer.length))]);
  }
}

/** Where the open file lies. Linux says so for the handle itself, which cannot be swapped any more; elsewhere the path is resolved again. */
async function openedPath(handle: FileHandle, file: string): Promise<string> {
  if (process.platform === 'linux') {
    const link = await readlink(`/proc/self/fd/${handle.fd}`).catch(() => null);
    if (link !== null) return link.endsWith(' (deleted)') && link !== file ? link.slice(0, -' (deleted)'.length) : link;
  }
  return realpath(file);
}

function isPlainRelative(path: string): boolean {
  return path !== '' && !path.startsWith('/') && !path.includes('\0') && !path.split('/').some((part) => part === '' || part === '.' || part === '..');
}

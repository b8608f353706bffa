import { close, constants, fstatSync, open, read, readlinkSync, realpathSync } from 'node:fs';
import { promisify } from 'node:util';
import { forbiddenPath, type ReadResult } from '@twinmcp/workspaces';
import { unreadable } from './unreadable.ts';

/**
 * Plain descriptors instead of `FileHandle`s: an indexing run reads every file, and each step through the thread pool costs
 * more than reading a small file. What the kernel answers from memory (`fstat`, `/proc/self/fd`) is asked synchronously.
 */
const openFile = promisify(open);
const readFrom = promisify(read);

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
  let fd: number | null = null;
  try {
    fd = await openFile(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    if (openedPath(fd, file) !== file) return { ok: false, reason: 'symlink', detail: 'a symbolic link on the way to it is not followed' };
    const stat = fstatSync(fd);
    if (!stat.isFile()) return { ok: false, reason: 'unsupported', detail: 'not a regular file' };
    if (stat.size > maxBytes) return { ok: false, reason: 'too-large', detail: `${stat.size} bytes; the limit is ${maxBytes}` };
    return await readAll(fd, stat.size, maxBytes);
  } catch (error) {
    const [reason, detail] = unreadable(error);
    return { ok: false, reason, detail };
  } finally {
    if (fd !== null) close(fd, () => {}); // nothing was written, so nothing can be lost here
  }
}

/** A file that grows while it is read is read to its end, `maxBytes` far at most. */
async function readAll(fd: number, size: number, maxBytes: number): Promise<ReadResult> {
  let buffer = Buffer.allocUnsafeSlow(size + 1); // one more: a read that does not fill it has met the end
  let length = 0;
  for (;;) {
    const { bytesRead } = await readFrom(fd, buffer, length, buffer.length - length, length);
    length += bytesRead;
    if (length > maxBytes) return { ok: false, reason: 'too-large', detail: `it grew past ${maxBytes} bytes while it was read` };
    if (bytesRead === 0 || length === size) return { ok: true, content: buffer.subarray(0, length) };
    if (length === buffer.length) buffer = Buffer.concat([buffer, Buffer.allocUnsafeSlow(Math.max(4096, buffer.length))]);
  }
}

/** Where the open file lies. Linux says so for the descriptor itself, which cannot be swapped any more; elsewhere the path is resolved again. */
function openedPath(fd: number, file: string): string {
  if (process.platform !== 'linux') return realpathSync(file);
  try {
    const link = readlinkSync(`/proc/self/fd/${fd}`);
    return link !== file && link.endsWith(' (deleted)') ? link.slice(0, -' (deleted)'.length) : link;
  } catch {
    return realpathSync(file); // no /proc
  }
}

export function isPlainRelative(path: string): boolean {
  return path !== '' && !path.startsWith('/') && !path.includes('\0') && !path.split('/').some((part) => part === '' || part === '.' || part === '..');
}

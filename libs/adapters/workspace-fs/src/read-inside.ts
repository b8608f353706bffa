import { closeSync, constants, fstatSync, open, openSync, read, readlinkSync, readSync, realpathSync } from 'node:fs';
import { promisify } from 'node:util';
import { forbiddenPath, type BytePart, type ReadResult } from '@twinmcp/workspaces';
import { isRacy, versionOf } from './file-version.ts';
import { unreadable } from './unreadable.ts';

/**
 * Plain descriptors instead of `FileHandle`s: an indexing run reads every file, and each step through the thread pool costs
 * more than reading a small file. What the kernel answers from memory (`fstat`, `/proc/self/fd`) is asked synchronously.
 */
const OPEN = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
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
    fd = await openFile(file, OPEN);
    if (openedPath(fd, file) !== file) return { ok: false, reason: 'symlink', detail: 'a symbolic link on the way to it is not followed' };
    const stat = fstatSync(fd, { bigint: true });
    if (!stat.isFile()) return { ok: false, reason: 'unsupported', detail: 'not a regular file' };
    if (stat.size > maxBytes) return { ok: false, reason: 'too-large', detail: `${stat.size} bytes; the limit is ${maxBytes}` };
    const result = await readAll(fd, Number(stat.size), maxBytes);
    // A change after the `fstat` shows another version, unless one just before it may have taken the same time stamp.
    return result.ok && !isRacy(stat) ? { ...result, version: versionOf(stat) } : result;
  } catch (error) {
    const [reason, detail] = unreadable(error);
    return { ok: false, reason, detail };
  } finally {
    if (fd !== null) closeSync(fd); // nothing was written, so there is nothing to wait for
  }
}

/**
 * Parts of a file that still has this version; null when it has not, or cannot be read. All of it synchronously: such a file was read before, so
 * the kernel has it in memory, and a step through the thread pool costs more than the whole.
 */
export function readPartsInside(realRoot: string, path: string, version: string, parts: readonly BytePart[]): Uint8Array[] | null {
  if (!isPlainRelative(path) || forbiddenPath(path)) return null;
  const file = `${realRoot === '/' ? '' : realRoot}/${path}`;
  let fd: number | null = null;
  try {
    fd = openSync(file, OPEN);
    const same = (opened: number): boolean => versionOf(fstatSync(opened, { bigint: true })) === version;
    if (openedPath(fd, file) !== file || !same(fd)) return null;
    const read: Uint8Array[] = [];
    for (const { from, to } of parts) {
      const buffer = Buffer.allocUnsafe(to - from);
      if (readSync(fd, buffer, 0, buffer.length, from) !== buffer.length) return null;
      read.push(buffer);
    }
    // Written to meanwhile: what was read may be of both.
    return parts.length === 0 || same(fd) ? read : null;
  } catch {
    return null; // whoever reads it whole is told why
  } finally {
    if (fd !== null) closeSync(fd);
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

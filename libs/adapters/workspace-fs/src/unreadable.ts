import type { SkippedFile } from '@twinmcp/contracts';

/** What a failed system call means for the file. */
export function unreadable(error: unknown): [reason: SkippedFile['reason'], detail: string] {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOENT' || code === 'ENOTDIR') return ['vanished', 'deleted while it was listed or read'];
  if (code === 'ELOOP') return ['symlink', 'symbolic links are not followed'];
  return ['unreadable', code === 'EACCES' || code === 'EPERM' ? 'permission denied' : (code ?? String(error))];
}

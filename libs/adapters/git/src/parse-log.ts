import type { CommitRecord } from '@twinmcp/workspaces';

/** `git log` format that `parseLog` reads, with `-z --name-status`. Nothing in a message or a path is NUL, so every field ends at one. */
export const LOG_FORMAT = '--format=tformat:%H%n%B';

const HEAD = /^\n?([0-9a-f]{40}|[0-9a-f]{64})\n/;
const STATUS = /^\n?([A-Z])\d*$/;

/**
 * Newest first. A path gets the name it has in the newest commit of the listing: a rename met on the way back gives the
 * older commits' name its later one. Entries that cannot be read end the commit they stand in.
 */
export function parseLog(output: string): CommitRecord[] {
  const fields = output.split('\0');
  const commits: CommitRecord[] = [];
  const laterName = new Map<string, string>();
  const nameNow = (path: string): string => laterName.get(path) ?? path;
  for (let i = 0; i < fields.length; ) {
    const head = HEAD.exec(fields[i]!);
    if (!head) {
      i++;
      continue;
    }
    const message = fields[i]!.slice(head[0].length).trim();
    const paths: string[] = [];
    for (i++; i < fields.length; ) {
      const status = STATUS.exec(fields[i]!)?.[1];
      if (status === undefined) break;
      const path = fields[i + 1] ?? '';
      if (status === 'R' || status === 'C') {
        const now = nameNow(fields[i + 2] ?? '');
        paths.push(now);
        if (status === 'R' && !laterName.has(path)) laterName.set(path, now);
        i += 3;
      } else {
        paths.push(nameNow(path));
        i += 2;
      }
    }
    commits.push({ id: head[1]!, message, paths });
  }
  return commits;
}

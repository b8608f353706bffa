import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';
import type { Workspace } from '@twinmcp/contracts';
import type { CommandIo } from './io.ts';

/** From a folder inside the workspace `reply.js` means the file here. */
export function pathIn({ source }: Workspace, written: string, io: CommandIo): string {
  if (source.kind !== 'directory') return written;
  const absolute = path.resolve(io.cwd, written);
  if (!existsSync(absolute)) return written;
  const relative = path.relative(source.root, realpathSync(absolute));
  if (relative === '..' || relative.startsWith(`..${path.sep}`) || path.isAbsolute(relative)) return written;
  return relative.split(path.sep).join('/');
}

/** `--path` of a command line; nothing, and the workspace's own folder, mean all of it. */
export function prefixIn(workspace: Workspace, written: string | undefined, io: CommandIo): string | undefined {
  return (written && pathIn(workspace, written, io)) || undefined;
}

/** `reply.js:12` has a path, `std::string` has none. */
export function symbolIn(workspace: Workspace, written: string, io: CommandIo): string {
  const place = /^(.*[^:]):([^:].*)$/.exec(/^(.+?):\d+(:\d+)?$/.test(written) ? written.replace(/^(.+?:\d+):\d+$/, '$1') : written);
  return place ? `${pathIn(workspace, place[1]!, io)}:${place[2]!}` : written;
}

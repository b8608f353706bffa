import { spawnSync } from 'node:child_process';
import { chownSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ChildServer, dataFolder, onFreePort } from './child-server.ts';
import { findBinary } from './find-binary.ts';
import { runServer, type RunningServer } from './nats-server.ts';

/** A real PostgreSQL on loopback; no password, nothing is synced to disk. It refuses to run as root, so root lends it another user. */
export async function startPostgresServer(options: { readonly port?: number; readonly settings?: Readonly<Record<string, string | number>> } = {}): Promise<RunningServer> {
  const { folder, remove } = await dataFolder(undefined);
  const user: { readonly uid?: number; readonly gid?: number } = process.getuid?.() === 0 ? unprivileged() : {};
  if (user.uid !== undefined) chownSync(folder, user.uid, user.gid!);
  const data = path.join(folder, 'data');
  mkdirSync(data, { mode: 0o700 });
  if (user.uid !== undefined) chownSync(data, user.uid, user.gid!);
  try {
    const initdb = findBinary('initdb');
    if (!initdb) throw new Error('initdb is not installed');
    const made = spawnSync(initdb, ['-D', data, '-U', 'twinmcp', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'], { ...user, cwd: folder, encoding: 'utf8' });
    if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr}${made.stdout}`);
    return await onFreePort(options.port, async (port) => {
      const settings = { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off', unix_socket_directories: folder, listen_addresses: '127.0.0.1', port, ...options.settings };
      const args = ['-D', data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
      const server = await runServer(new ChildServer('postgres', args, /ready to accept connections/, user), `postgres://twinmcp@127.0.0.1:${port}/postgres`, port, 'SIGINT', remove);
      return server;
    });
  } catch (error) {
    await remove();
    throw error;
  }
}

function unprivileged(): { uid: number; gid: number } {
  const users = readFileSync('/etc/passwd', 'utf8').split('\n').map((line) => line.split(':'));
  const found = users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody');
  return { uid: Number(found?.[2] ?? 65534), gid: Number(found?.[3] ?? 65534) };
}

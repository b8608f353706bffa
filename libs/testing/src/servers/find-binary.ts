import { accessSync, constants, globSync } from 'node:fs';
import path from 'node:path';

/** Where Debian puts servers; not on every user's PATH. PostgreSQL has a folder a version: the newest first. */
const EXTRA = ['/usr/local/bin', '/usr/sbin', '/usr/local/sbin', ...globSync('/usr/lib/postgresql/*/bin').sort().reverse()];

export function findBinary(name: string): string | null {
  for (const folder of [...(process.env['PATH'] ?? '').split(path.delimiter), ...EXTRA]) {
    if (!folder) continue;
    const file = path.join(folder, name);
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      // not here
    }
  }
  return null;
}

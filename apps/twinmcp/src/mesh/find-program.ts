import { accessSync, constants, statSync } from 'node:fs';
import path from 'node:path';

/** Folders that hold servers but that many users do not have on their PATH. */
const EXTRA_FOLDERS = process.platform === 'win32' ? [] : ['/usr/sbin', '/usr/local/sbin', '/usr/local/bin', '/opt/homebrew/bin'];

/** Absolute path of a program on PATH; null when there is none. */
export function findProgram(name: string, searchPath: string | undefined): string | null {
  const names = process.platform === 'win32' ? [`${name}.exe`] : [name];
  for (const folder of [...(searchPath ?? '').split(path.delimiter).filter(path.isAbsolute), ...EXTRA_FOLDERS]) {
    for (const candidate of names.map((file) => path.join(folder, file))) {
      try {
        accessSync(candidate, constants.X_OK);
        if (statSync(candidate).isFile()) return candidate;
      } catch {
        // not here
      }
    }
  }
  return null;
}

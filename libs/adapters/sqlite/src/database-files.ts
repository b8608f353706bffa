import { existsSync, renameSync, rmSync } from 'node:fs';

/** A database is its file, its log and the index of the log. */
const SUFFIXES = ['', '-wal', '-shm'];

export function removeDatabase(file: string): void {
  for (const suffix of SUFFIXES) rmSync(file + suffix, { force: true });
}

/** What lies at `target` is replaced. Nobody may have either open. */
export function moveDatabase(file: string, target: string): void {
  for (const suffix of SUFFIXES) {
    rmSync(target + suffix, { force: true });
    if (existsSync(file + suffix)) renameSync(file + suffix, target + suffix);
  }
}

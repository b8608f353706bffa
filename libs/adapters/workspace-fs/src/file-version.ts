import type { BigIntStats } from 'node:fs';

/** A file changed this shortly ago may change again without a new time stamp (the "racy git" problem). */
const RACY_MS = 50n;

/** The time of the last status change cannot be set back, unlike the modification time. */
export function versionOf({ size, mtimeNs, ctimeNs, ino }: BigIntStats): string {
  return `${size}:${mtimeNs}:${ctimeNs}:${ino}`;
}

/** Whether another change might show no other version. */
export function isRacy({ mtimeMs }: BigIntStats): boolean {
  return BigInt(Date.now()) - mtimeMs < RACY_MS;
}

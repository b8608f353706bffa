import { createHash } from 'node:crypto';

/** Object id of a blob: hash of `blob <size>\0<content>`; 40 digits SHA-1, 64 digits SHA-256 repositories. */
export function blobId(content: Uint8Array, digits: number): string {
  return createHash(digits === 64 ? 'sha256' : 'sha1').update(`blob ${content.byteLength}\0`).update(content).digest('hex');
}

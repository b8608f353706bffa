import { createHash, randomBytes } from 'node:crypto';

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'; // Crockford base 32: no i, l, o, u

/** Time-ordered unique id with a readable prefix, e.g. `job_01jd3…`: 48 bits of milliseconds, 80 random bits (the ULID layout). */
export function newId(prefix: string, nowMs: number = Date.now()): string {
  let time = '';
  for (let i = 0, t = nowMs; i < 10; i++, t = Math.floor(t / 32)) time = ALPHABET[t % 32] + time;
  let random = '';
  for (const byte of randomBytes(16)) random += ALPHABET[byte % 32];
  return `${prefix}_${time}${random}`;
}

/** SHA-256 of the bytes, as the first `length` hex digits (default 32 = 128 bits: collisions are out of reach for file contents). */
export function contentHash(data: string | Uint8Array, length = 32): string {
  return createHash('sha256').update(data).digest('hex').slice(0, length);
}

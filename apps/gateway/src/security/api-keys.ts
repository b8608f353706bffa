import { createHash, timingSafeEqual } from 'node:crypto';

export type KeyCheck = { readonly ok: true; readonly keyId: string | null } | { readonly ok: false; readonly reason: string };

/**
 * `Authorization: Bearer <key>` against the configured SHA-256 hashes. Plain SHA-256 is enough for keys that are random
 * and long; it is not a password hash. Every configured hash is compared in constant time, so the answer takes as long
 * for a near miss as for a wrong guess.
 */
export function checkApiKey(authorization: string | undefined, hashes: readonly string[]): KeyCheck {
  if (hashes.length === 0) return { ok: true, keyId: null };
  const token = /^Bearer +([\x21-\x7e]{1,512})$/i.exec(authorization ?? '')?.[1];
  if (!token) return { ok: false, reason: 'Send the header Authorization: Bearer <API key>.' };
  const presented = createHash('sha256').update(token).digest();
  let keyId: string | null = null;
  for (const hash of hashes) {
    const hex = hash.slice('sha256:'.length);
    const expected = Buffer.from(hex, 'hex');
    if (expected.length === presented.length && timingSafeEqual(expected, presented)) keyId = hex.slice(0, 8);
  }
  return keyId === null ? { ok: false, reason: 'The API key is not one of this gateway.' } : { ok: true, keyId };
}

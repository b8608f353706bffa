import { createHash } from 'node:crypto';

/** Strongest first; `sha1` is all that some old packages of npm have. */
const ALGORITHMS = ['sha512', 'sha384', 'sha256', 'sha1'];

/** A checksum in hexadecimal, as most registries have it, in the form of Subresource Integrity (`sha512-<base64>`). */
export function fromHex(algorithm: string, hex: unknown): string | null {
  return typeof hex === 'string' && /^(?:[0-9a-f]{2}){20,64}$/i.test(hex) ? `${algorithm}-${Buffer.from(hex, 'hex').toString('base64')}` : null;
}

/** `sha512-<base64>` or `sha256:<hex>`, several apart by spaces. Which algorithm proves that these are the bytes that were promised; null when none is known, false when they are others. */
export function checkIntegrity(bytes: Buffer, promised: readonly string[]): string | null | false {
  const known = promised.flatMap((one) => one.trim().split(/\s+/)).map((one) => fromHex(one.split(':')[0]!, one.split(':')[1]) ?? one).map((one) => /^(sha512|sha384|sha256|sha1)-([A-Za-z0-9+/]+=*)/.exec(one)).filter((one) => one !== null);
  const algorithm = ALGORITHMS.find((one) => known.some(([, name]) => name === one));
  if (algorithm === undefined) return null;
  const digest = createHash(algorithm).update(bytes).digest('base64');
  return known.some(([, name, value]) => name === algorithm && value === digest) ? algorithm : false;
}

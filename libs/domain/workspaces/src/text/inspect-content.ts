import { isUtf8 } from 'node:buffer';
import type { SkipReason } from '@twinmcp/contracts';
import { BLOCK_START, maskedSlice, maskSecrets } from '@twinmcp/syntax';
import { LineIndex } from './line-index.ts';
import { LineMap } from './line-map.ts';

/** `content` is UTF-8; `note` says what had to be done to make it so. */
export type Inspection =
  | { readonly ok: true; readonly content: Uint8Array; readonly note: string | null }
  | { readonly ok: false; readonly reason: SkipReason; readonly detail: string };

/** Where a NUL byte tells a binary from a text; git looks at 8,000 bytes. */
const PROBE_BYTES = 65_536;
/** Of the characters of a text in an unknown 8-bit encoding, few are outside ASCII; of a binary without NUL, about half. */
const MAX_INVALID_SHARE = 0.1;

export function inspectContent(bytes: Uint8Array): Inspection {
  const utf16 = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : null;
  if (utf16) return { ok: true, content: Buffer.from(new TextDecoder(utf16).decode(bytes)), note: `decoded from ${utf16.toUpperCase()}` };
  if (Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, PROBE_BYTES)).includes(0)) return { ok: false, reason: 'binary', detail: 'contains NUL bytes' };
  const content = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
  if (looksLikePrivateKey(content)) return { ok: false, reason: 'secret', detail: 'a private key' };
  if (isUtf8(content)) return { ok: true, content, note: null };
  const text = new TextDecoder('utf-8').decode(content);
  let invalid = 0;
  for (let i = text.indexOf('\uFFFD'); i >= 0; i = text.indexOf('\uFFFD', i + 1)) invalid++;
  if (invalid > text.length * MAX_INVALID_SHARE) return { ok: false, reason: 'binary', detail: 'neither UTF-8 nor mostly ASCII' };
  return { ok: true, content: Buffer.from(text), note: `not valid UTF-8: ${invalid} bytes replaced by U+FFFD` };
}

/** The same text that the index was built from, for reading back: secrets are masked. Null for what is no text or must not be shown. */
export function decodeText(bytes: Uint8Array): string | null {
  const text = unmasked(bytes);
  return text === null ? null : maskSecrets(text).text;
}

/** The lines of `decodeText`. What is read of them is masked then: of a large file little is. */
export function decodeLines(bytes: Uint8Array): LineIndex | null {
  return decodeMapped(bytes)?.lines ?? null;
}

/** The same, and where they stand, for a file that is read in parts next time; `map` is null for one that is not what its bytes are. */
export function decodeMapped(bytes: Uint8Array): { readonly lines: LineIndex; readonly map: LineMap | null } | null {
  const inspection = inspectContent(bytes);
  if (!inspection.ok) return null;
  const { content } = inspection;
  const text = textOf(content);
  if (text.includes(BLOCK_START)) return { lines: new LineIndex(maskSecrets(text).text), map: null };
  const lines = new LineIndex(text, (from, to) => maskedSlice(text, from, to));
  return { lines, map: inspection.note === null && content.byteLength === bytes.byteLength ? LineMap.ofBytes(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)) : null };
}

function unmasked(bytes: Uint8Array): string | null {
  const inspection = inspectContent(bytes);
  return inspection.ok ? textOf(inspection.content) : null;
}

function textOf({ buffer, byteOffset, byteLength }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('utf8');
}

function looksLikePrivateKey(content: Uint8Array): boolean {
  const head = Buffer.from(content.buffer, content.byteOffset, Math.min(content.byteLength, 512)).toString('latin1').trimStart();
  return /^-----BEGIN (?:[A-Z0-9 ]+ )?PRIVATE KEY(?: BLOCK)?-----/.test(head);
}

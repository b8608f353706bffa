import { maskSecrets } from './secrets/mask-secrets.ts';

/** A file as text: without byte order mark, line ends as in the file. */
export interface SourceText {
  readonly text: string;
  /** Without line ends. The empty file has none; a final line end does not start another line. */
  readonly lines: readonly string[];
  /** What was lost in decoding, or null. */
  readonly note: string | null;
}

const utf8 = new TextDecoder('utf-8', { fatal: false, ignoreBOM: true });

/** UTF-8, or UTF-16 when a byte order mark says so. Bytes that are no text become U+FFFD, and the note says so. Secrets are masked here: whatever is made of a file is made of this. */
export function decodeSource(bytes: Uint8Array): SourceText {
  const { text: whole, note } = decode(bytes);
  const { text } = maskSecrets(whole);
  return { text, lines: splitLines(text), note };
}

function decode(bytes: Uint8Array): { text: string; note: string | null } {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return checked(new TextDecoder('utf-16le').decode(bytes), 'UTF-16');
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return checked(new TextDecoder('utf-16be').decode(bytes), 'UTF-16');
  const bom = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const text = utf8.decode(bom ? bytes.subarray(3) : bytes);
  if (!text.includes('\uFFFD')) return { text, note: null };
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes); // U+FFFD may honestly stand in the file
    return { text, note: null };
  } catch {
    return { text, note: 'invalid UTF-8: undecodable bytes were replaced' };
  }
}

function checked(text: string, encoding: string): { text: string; note: string | null } {
  return { text, note: text.includes('\uFFFD') ? `invalid ${encoding}: undecodable bytes were replaced` : null };
}

/** Lines end at `\n`; a `\r` before it belongs to the line end. */
export function splitLines(text: string): string[] {
  if (text === '') return [];
  const lines = text.split('\n');
  if (lines[lines.length - 1] === '') lines.pop();
  if (text.includes('\r')) {
    for (let i = 0; i < lines.length; i++) if (lines[i]!.endsWith('\r')) lines[i] = lines[i]!.slice(0, -1);
  }
  return lines;
}

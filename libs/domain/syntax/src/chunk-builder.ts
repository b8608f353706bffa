import { contentHash } from '@twinmcp/kernel';
import type { CodeChunk } from './model.ts';

/** A chunk's text never takes more bytes of UTF-8: what a minified line has beyond is not indexed. */
export const MAX_CHUNK_BYTES = 16_384;

/**
 * Makes the chunks of one file. The id says what the chunk is, not where: path, kind, qualified symbol and text, with a
 * counter among equals. Code added above leaves it as it is, so its vector is not computed again.
 */
export class ChunkBuilder {
  readonly chunks: CodeChunk[] = [];
  /** Some text was longer than a chunk may be. */
  truncated = false;
  private readonly seen = new Map<string, number>();
  private readonly path: string;
  private readonly lines: readonly string[];

  constructor(path: string, lines: readonly string[]) {
    this.path = path;
    this.lines = lines;
  }

  /** Lines 0-based, inclusive. `text`: what can be found of them, when that is not all. */
  add(chunk: { kind: CodeChunk['kind']; symbol: string | null; symbolKind: CodeChunk['symbolKind']; header: string; start: number; end: number; text?: string }): void {
    const whole = chunk.text ?? this.lines.slice(chunk.start, chunk.end + 1).join('\n');
    const text = truncateUtf8(whole, MAX_CHUNK_BYTES);
    if (text.length < whole.length) this.truncated = true;
    const base = contentHash(`${this.path}\0${chunk.kind}\0${chunk.symbol ?? ''}\0${text}`);
    const before = this.seen.get(base) ?? 0;
    this.seen.set(base, before + 1);
    this.chunks.push({
      id: before === 0 ? base : contentHash(`${base}\0${before}`),
      kind: chunk.kind, symbol: chunk.symbol, symbolKind: chunk.symbolKind, header: chunk.header,
      startLine: chunk.start + 1, endLine: chunk.end + 1, text,
    });
  }
}

/** The longest prefix within the limit that does not cut a character. */
export function truncateUtf8(text: string, maxBytes: number): string {
  if (text.length * 3 <= maxBytes) return text;
  let bytes = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const pair = code >= 0xd800 && code < 0xdc00 && i + 1 < text.length && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : pair ? 4 : 3;
    if (bytes > maxBytes) return text.slice(0, i);
    if (pair) i++;
  }
  return text;
}

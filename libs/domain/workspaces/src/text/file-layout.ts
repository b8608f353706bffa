import { BLOCK_START } from '@twinmcp/syntax';
import { blobId } from './blob-id.ts';
import type { Inspection } from './inspect-content.ts';
import { LineMap } from './line-map.ts';

/** What lets parts of a file be read and cited without the rest, as long as it has the version that this was made of. Numbers and a hash, no text. */
export interface FileLayout {
  readonly map: LineMap;
  /** Object id in a git repository with SHA-1; null where git may have stored other line ends. */
  readonly blob: string | null;
}

/** Null for a file that is not read as its bytes stand, or whose masking looks further than the lines around. */
export function layoutOf(bytes: number, { content, note }: Extract<Inspection, { ok: true }>): FileLayout | null {
  const buffer = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  if (note !== null || content.byteLength !== bytes || buffer.includes(BLOCK_START)) return null;
  return { map: LineMap.ofBytes(buffer), blob: buffer.includes('\r\n') ? null : blobId(content, 40) };
}

import type { ContextItem } from '@twinmcp/contracts';

/** A ranked place with its text, read from the source just now. `text` holds the lines startLine … endLine, each ended by \n. */
export interface PackCandidate {
  readonly path: string;
  readonly language: string;
  readonly symbol: string | null;
  readonly startLine: number;
  readonly endLine: number;
  readonly score: number;
  readonly sources: ContextItem['sources'];
  readonly text: string;
  readonly commit: string | null;
  readonly dirty: boolean;
  readonly fileHash: string | null;
  readonly parser?: ContextItem['parser'];
  /** The line that opens what the place lies within, where it is a part of something longer. */
  readonly head?: { readonly line: number; readonly text: string } | null;
  /** What a reader must know of the text: that it looks like instructions, that the parser gave up on the file. */
  readonly notes?: readonly string[];
}

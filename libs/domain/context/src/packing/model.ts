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
  /** What a reader must know of the text: that it looks like instructions, that the parser gave up on the file. */
  readonly notes?: readonly string[];
}

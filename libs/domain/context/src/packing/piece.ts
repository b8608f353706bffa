import type { ContextItem } from '@twinmcp/contracts';
import { citationOf } from '../assembly/citation.ts';
import type { LineRange } from './line-ranges.ts';
import type { PackCandidate } from './model.ts';
import { ELLIPSIS, servableLines } from './servable-text.ts';

/** Lines of one candidate that are on their way into the answer. */
export interface Piece extends LineRange {
  readonly candidate: PackCandidate;
  /** Rank of the candidate; the file's best rank orders the files. */
  readonly rank: number;
  readonly lines: readonly string[];
  /** Some line was clipped. */
  readonly clipped: boolean;
  /** Lines after `endLine` were cut off to fit; nothing can be joined below. */
  readonly cut: boolean;
}

export function pieceOf(candidate: PackCandidate, rank: number): Piece {
  const { lines, clipped } = servableLines(candidate.text);
  const expected = candidate.endLine - candidate.startLine + 1;
  const kept = lines.slice(0, expected);
  return { candidate, rank, lines: kept, clipped, cut: clipped && kept.length < expected, startLine: candidate.startLine, endLine: candidate.startLine + Math.max(1, kept.length) - 1 };
}

export function subPiece(piece: Piece, range: LineRange): Piece {
  return { ...piece, ...range, lines: piece.lines.slice(range.startLine - piece.startLine, range.endLine - piece.startLine + 1), cut: piece.cut && range.endLine === piece.endLine };
}

/** The first `count` lines, marked as cut. */
export function headOf(piece: Piece, count: number): Piece {
  return { ...piece, lines: piece.lines.slice(0, count), endLine: piece.startLine + count - 1, cut: true };
}

export function itemOf(piece: Piece, sources: ContextItem['sources'] = piece.candidate.sources): ContextItem {
  const { candidate } = piece;
  const lines = piece.cut ? [...piece.lines, `${/^\s*/.exec(piece.lines.at(-1) ?? '')![0]}${ELLIPSIS}`] : piece.lines;
  return {
    citation: citationOf({ path: candidate.path, startLine: piece.startLine, endLine: piece.endLine, commit: candidate.commit, dirty: candidate.dirty, fileHash: candidate.fileHash }),
    language: candidate.language,
    symbol: candidate.symbol,
    text: `${lines.join('\n')}\n`,
    tokens: 0,
    truncated: piece.cut || piece.clipped,
    score: candidate.score,
    sources: [...sources],
  };
}

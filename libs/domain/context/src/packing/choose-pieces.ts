import type { ContextItem } from '@twinmcp/contracts';
import { approximateTokens } from '../token-counter.ts';
import { SaidSentences } from './said-sentences.ts';
import { subtractRanges } from './line-ranges.ts';
import type { PackCandidate } from './model.ts';
import { elideToFit } from './elide.ts';
import { headOf, pieceOf, shownRanges, subPiece, type Piece } from './piece.ts';
import { cutAtBoundary, largestThatFits } from './truncate.ts';

/** Value of a place = score / tokens^SIZE_PENALTY: of two about equally good places the shorter goes first. 0 would ignore size, 1 would always prefer crumbs. */
const SIZE_PENALTY = 0.15;
/** One file takes at most this share of the budget while others still have something to say. */
const FILE_SHARE = 0.5;
/** Less than this is not worth a truncated item. */
const SMALLEST_ITEM = 40;
const MAX_CUTS = 3;

export interface Choice {
  readonly pieces: readonly Piece[];
  /** What did not fit, best first; tokens null when nobody counted. */
  readonly left: readonly { candidate: PackCandidate; tokens: number | null }[];
  /** Sources of candidates whose lines another piece already brought, by path. */
  readonly absorbed: ReadonlyMap<string, readonly { startLine: number; endLine: number; sources: ContextItem['sources'] }[]>;
  /** Something had room in tokens and none in bytes. */
  readonly full: boolean;
}

/** Exact for one piece alone. */
export interface Measure {
  readonly tokens: (piece: Piece) => number;
  readonly bytes: (piece: Piece) => number;
  readonly maxBytes: number;
  /** How much a line has to do with the question; 0 = nothing. */
  readonly matters?: (line: string) => number;
  /** Similarity from which a sentence of prose counts as said already; default: nothing does. */
  readonly redundancy?: number;
}

/**
 * Greedy by value per token, the best place first. Of what is too big the signature and the lines that matter are shown,
 * or its beginning, cut at a boundary; what was already brought is absorbed.
 */
export function choosePieces(candidates: readonly PackCandidate[], available: number, measure: Measure): Choice {
  const cost = measure.tokens;
  const pieces: Piece[] = [];
  const left: { candidate: PackCandidate; tokens: number | null; rank: number }[] = [];
  const absorbed = new Map<string, { startLine: number; endLine: number; sources: ContextItem['sources'] }[]>();
  const perFile = new Map<string, { tokens: number; pieces: Piece[]; hash: string | null }>();
  let room = available;
  let bytes = measure.maxBytes;
  let cuts = 0;
  let full = false;
  const said = new SaidSentences(measure.redundancy ?? Infinity);

  const take = (piece: Piece, tokens: number) => {
    pieces.push(piece);
    room -= tokens;
    const file = perFile.get(piece.candidate.path);
    if (file) {
      file.tokens += tokens;
      file.pieces.push(piece);
    } else perFile.set(piece.candidate.path, { tokens, pieces: [piece], hash: piece.candidate.fileHash });
  };

  const offer = (candidate: PackCandidate, rank: number): void => {
    const whole = pieceOf(candidate, rank);
    const taken = perFile.get(candidate.path)?.pieces ?? [];
    const parts = subtractRanges(whole, taken.flatMap(shownRanges));
    if (taken.length > 0) absorbed.set(candidate.path, [...(absorbed.get(candidate.path) ?? []), { startLine: whole.startLine, endLine: whole.endLine, sources: candidate.sources }]);
    for (const part of parts) {
      const { piece, fresh } = said.without(subPiece(whole, part));
      if (piece.lines.every((line) => line.trim() === '')) continue;
      if (room < SMALLEST_ITEM / 2) {
        left.push({ candidate, tokens: null, rank });
        return;
      }
      const hopeless = approximateLines(piece) > room * 3;
      const tokens = hopeless ? null : cost(piece);
      const size = measure.bytes(piece);
      if (tokens !== null && tokens <= room && size <= bytes) {
        bytes -= size;
        said.say(fresh);
        take(piece, tokens);
        continue;
      }
      if (tokens !== null && tokens <= room) full = true;
      const short = cuts < MAX_CUTS && room >= SMALLEST_ITEM ? (measure.matters ? elideToFit(piece, measure.matters, room, cost) : null) ?? cutToFit(piece, room, cost) : null;
      const shortSize = short === null ? 0 : measure.bytes(short.piece);
      if (short === null || shortSize > bytes) {
        left.push({ candidate, tokens, rank });
        return;
      }
      cuts++;
      bytes -= shortSize;
      take(short.piece, short.tokens);
    }
  };

  const order = candidates.map((candidate, rank) => ({ candidate, rank, value: candidate.score / Math.max(32, approximateTokens(candidate.text)) ** SIZE_PENALTY }));
  order.sort((a, b) => (a.rank === 0 ? -1 : b.rank === 0 ? 1 : b.value - a.value || a.rank - b.rank));
  const later: typeof order = [];
  const files = new Set(candidates.map((candidate) => candidate.path)).size;
  for (const entry of order) {
    const file = perFile.get(entry.candidate.path);
    // Two versions of one file cannot stand in one answer: the file changed while it was read.
    if (file && file.hash !== entry.candidate.fileHash) continue;
    if (files > 1 && file && file.tokens > available * FILE_SHARE) later.push(entry);
    else offer(entry.candidate, entry.rank);
  }
  for (const entry of later) offer(entry.candidate, entry.rank);
  left.sort((a, b) => a.rank - b.rank);
  return { pieces, left, absorbed, full };
}

function approximateLines(piece: Piece): number {
  let characters = 0;
  for (const line of piece.lines) characters += line.length + 1;
  return characters / 3.6;
}

function cutToFit(piece: Piece, room: number, cost: (piece: Piece) => number): { piece: Piece; tokens: number } | null {
  // Lines far past the room need no counting: code runs at 3 to 4 characters a token.
  let reach = 0;
  let characters = 0;
  for (; reach < piece.lines.length && characters < room * 8; reach++) characters += piece.lines[reach]!.length + 1;
  const most = Math.min(reach, piece.lines.length - 1);
  if (most < 1) return null;
  const density = cost(headOf(piece, most)) / Math.max(1, most);
  const fits = largestThatFits(most, (count) => cost(headOf(piece, count)) <= room, Math.floor(room / density));
  const keep = cutAtBoundary(piece.lines, fits);
  if (keep < 1) return null;
  const head = headOf(piece, keep);
  const tokens = cost(head);
  return tokens <= room ? { piece: head, tokens } : null;
}

import type { ContextItem } from '@twinmcp/contracts';
import type { Choice } from './choose-pieces.ts';
import { itemOf, shownRanges, type Piece } from './piece.ts';

const SOURCE_ORDER = ['symbol', 'graph', 'lexical', 'dense', 'history', 'library'] as const;

/** Longer than this, an item makes the reader wait for the next best place: what would join it stays an item of its own. */
const MAX_JOINED_LINES = 40;

/**
 * Items in the order of the answer: by the best place that each holds, so that a reader who stops early has read the best.
 * Pieces that touch become one item while it stays short.
 */
export function mergePieces(choice: Pick<Choice, 'pieces' | 'absorbed'>): ContextItem[] {
  const at = new Map(choice.pieces.map((piece, i) => [piece, i]));
  const groups = [...Map.groupBy(choice.pieces, (piece) => piece.candidate.path)].flatMap(([path, pieces]) => groupFile(pieces).map((group) => ({ path, group, first: Math.min(...group.map((piece) => at.get(piece)!)) })));
  groups.sort((a, b) => a.first - b.first);
  const shown = new Set(choice.pieces.flatMap((piece) => shownRanges(piece).flatMap(({ startLine, endLine }) => Array.from({ length: endLine - startLine + 1 }, (_, i) => `${piece.candidate.path}:${startLine + i}`))));
  return groups.map(({ path, group }) => {
    const head = group[0]!.head;
    const key = `${path}:${head?.line}`;
    // What encloses two places is shown once, and not where another place shows it anyway.
    const wanted = head !== null && !shown.has(key);
    if (wanted) shown.add(key);
    return joined(wanted ? group : [{ ...group[0]!, head: null }, ...group.slice(1)], choice.absorbed.get(path) ?? []);
  });
}

function groupFile(pieces: readonly Piece[]): Piece[][] {
  const groups: Piece[][] = [];
  for (const piece of [...pieces].sort((a, b) => a.startLine - b.startLine)) {
    const group = groups.at(-1);
    const last = group?.at(-1);
    if (group && last && !last.cut && last.endLine + 1 === piece.startLine && piece.endLine - group[0]!.startLine < MAX_JOINED_LINES) group.push(piece);
    else groups.push([piece]);
  }
  return groups;
}

function joined(group: readonly Piece[], absorbed: readonly { startLine: number; endLine: number; sources: ContextItem['sources'] }[]): ContextItem {
  const best = group.reduce((a, b) => (b.rank < a.rank ? b : a));
  const first = group[0]!;
  const last = group.at(-1)!;
  const sources = new Set(group.flatMap((piece) => piece.candidate.sources));
  for (const other of absorbed) if (other.startLine <= last.endLine && first.startLine <= other.endLine) for (const source of other.sources) sources.add(source);
  return itemOf({ ...best, head: first.head, startLine: first.startLine, endLine: last.endLine, lines: group.flatMap((piece) => piece.lines), gaps: group.flatMap((piece) => piece.gaps), notes: [...new Set(group.flatMap((piece) => piece.notes))], cut: last.cut, clipped: group.some((piece) => piece.clipped) }, SOURCE_ORDER.filter((source) => sources.has(source)));
}

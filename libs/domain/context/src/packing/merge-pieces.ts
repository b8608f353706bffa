import type { ContextItem } from '@twinmcp/contracts';
import type { Choice } from './choose-pieces.ts';
import { itemOf, type Piece } from './piece.ts';

const SOURCE_ORDER = ['symbol', 'lexical', 'dense', 'history', 'library'] as const;

/** Items in the order of the answer: files by their best place, lines within a file; pieces that touch become one item. */
export function mergePieces(choice: Pick<Choice, 'pieces' | 'absorbed'>): ContextItem[] {
  const files = [...Map.groupBy(choice.pieces, (piece) => piece.candidate.path)].map(([path, pieces]) => ({ path, pieces, rank: Math.min(...pieces.map((p) => p.rank)) }));
  files.sort((a, b) => a.rank - b.rank || (a.path < b.path ? -1 : 1));
  return files.flatMap(({ path, pieces }) => mergeFile(pieces, choice.absorbed.get(path) ?? []));
}

function mergeFile(pieces: readonly Piece[], absorbed: readonly { startLine: number; endLine: number; sources: ContextItem['sources'] }[]): ContextItem[] {
  const groups: Piece[][] = [];
  for (const piece of [...pieces].sort((a, b) => a.startLine - b.startLine)) {
    const last = groups.at(-1)?.at(-1);
    if (last && !last.cut && last.endLine + 1 === piece.startLine) groups.at(-1)!.push(piece);
    else groups.push([piece]);
  }
  return groups.map((group) => {
    const best = group.reduce((a, b) => (b.rank < a.rank ? b : a));
    const first = group[0]!;
    const last = group.at(-1)!;
    const sources = new Set(group.flatMap((piece) => piece.candidate.sources));
    for (const other of absorbed) if (other.startLine <= last.endLine && first.startLine <= other.endLine) for (const source of other.sources) sources.add(source);
    const joined: Piece = { ...best, startLine: first.startLine, endLine: last.endLine, lines: group.flatMap((piece) => piece.lines), cut: last.cut, clipped: group.some((piece) => piece.clipped) };
    return itemOf(joined, SOURCE_ORDER.filter((source) => sources.has(source)));
  });
}

/** A declaration or statement as the chunker sees it: whole lines, doc comment and decorators included. 0-based, inclusive. */
export interface OutlineBlock {
  readonly startLine: number;
  readonly endLine: number;
  /** Index into the symbols of the file, or -1 for a statement. */
  readonly symbol: number;
}

/** Blocks by containment. */
export interface BlockTree {
  start: number;
  readonly end: number;
  readonly symbol: number;
  readonly children: BlockTree[];
}

/**
 * Nests blocks by their lines. What does not nest cleanly is dropped, since no line may belong to two chunks: a block
 * that starts on the last line of the one before, one that reaches past its container, a second one on the same lines
 * (the symbol wins over the statement).
 */
export function nestBlocks(blocks: readonly OutlineBlock[], lineCount: number): BlockTree {
  const sorted = [...blocks].sort((a, b) => a.startLine - b.startLine || b.endLine - a.endLine || (b.symbol >= 0 ? 1 : 0) - (a.symbol >= 0 ? 1 : 0));
  const root: BlockTree = { start: 0, end: lineCount - 1, symbol: -1, children: [] };
  const open: BlockTree[] = [root];
  for (const block of sorted) {
    if (block.startLine < 0 || block.endLine < block.startLine || block.endLine >= lineCount) continue;
    while (open.length > 1 && open[open.length - 1]!.end < block.startLine) open.pop();
    const parent = open[open.length - 1]!;
    if (block.endLine > parent.end) continue;
    if (parent !== root && block.startLine === parent.start && block.endLine === parent.end) continue;
    const node: BlockTree = { start: block.startLine, end: block.endLine, symbol: block.symbol, children: [] };
    parent.children.push(node);
    open.push(node);
  }
  return root;
}

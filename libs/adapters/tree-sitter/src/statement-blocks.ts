import { DEFAULT_CHUNK_OPTIONS, type OutlineBlock } from '@twinmcp/syntax';
import type { Node } from './flat/node.ts';

const MAX_NODES = 200_000;
const MAX_DEPTH = 64;

/**
 * Statement boundaries inside what is too big for one chunk, so that the chunker can cut there. Works for every grammar:
 * the children of a big node are blocks, and big children are opened in turn; small ones are never looked into.
 */
export class StatementBlocks {
  private readonly blocks: OutlineBlock[];
  private readonly comments: ReadonlySet<string>;
  private readonly opened = new Set<number>();
  private visited = 0;

  constructor(blocks: OutlineBlock[], comments: ReadonlySet<string>) {
    this.blocks = blocks;
    this.comments = comments;
  }

  addInside(node: Node, endLine: number): void {
    if (!isBig(node, endLine)) return;
    const todo: { node: Node; depth: number }[] = [{ node, depth: 0 }];
    for (let item = todo.pop(); item && this.visited < MAX_NODES; item = todo.pop()) {
      if (this.opened.has(item.node.id) || item.depth > MAX_DEPTH) continue;
      this.opened.add(item.node.id);
      const { startPosition: start } = item.node;
      let open = -1; // end line of the child before: a child that starts there is no block of its own
      for (const child of item.node.namedChildren as Node[]) {
        this.visited++;
        const row = child.startPosition.row;
        const end = child.endPosition;
        const last = end.column === 0 && end.row > row ? end.row - 1 : end.row;
        const big = isBig(child, last);
        // A first child may begin where its parent block does (Python's suites have no bracket of their own).
        const fresh = row > start.row || (item.depth > 0 && child.startIndex === item.node.startIndex);
        if (row > open && fresh && !this.comments.has(child.type)) this.blocks.push({ startLine: row, endLine: last, symbol: -1 });
        open = Math.max(open, last);
        if (big) todo.push({ node: child, depth: item.depth + 1 });
      }
    }
  }
}

function isBig(node: Node, endLine: number): boolean {
  if (endLine === node.startPosition.row) return false;
  return endLine - node.startPosition.row >= DEFAULT_CHUNK_OPTIONS.maxLines || node.endIndex - node.startIndex > DEFAULT_CHUNK_OPTIONS.maxChars;
}

import type { Tree, TreeCursor } from 'web-tree-sitter';
import type { FlatTree } from './flat-tree.ts';

/** The same arrays (of no more than the first `limit` nodes) through the public cursor: slower, but on no assumption about the parser's memory. Also what the other is checked by. */
export function readByCursor(tree: Tree, limit = Infinity): FlatTree {
  const type: number[] = [];
  const field: number[] = [];
  const start: number[] = [];
  const end: number[] = [];
  const parent: number[] = [];
  const next: number[] = [];
  const cursor: TreeCursor = tree.walk();
  const ancestors: number[] = [];
  for (;;) {
    const node = type.length;
    type.push(cursor.nodeTypeId);
    field.push(cursor.currentFieldId);
    start.push(cursor.startIndex);
    end.push(cursor.endIndex);
    parent.push(ancestors[ancestors.length - 1] ?? -1);
    next.push(node + 1);
    if (type.length >= limit) break;
    if (cursor.gotoFirstChild()) {
      ancestors.push(node);
      continue;
    }
    let more = cursor.gotoNextSibling();
    while (!more && ancestors.length > 0) {
      next[ancestors.pop()!] = type.length;
      cursor.gotoParent();
      if (ancestors.length > 0) more = cursor.gotoNextSibling();
    }
    if (!more) break;
  }
  cursor.delete();
  return {
    language: tree.language, count: type.length, type: Uint16Array.from(type), field: Uint8Array.from(field),
    start: Int32Array.from(start), end: Int32Array.from(end), parent: Int32Array.from(parent), next: Int32Array.from(next),
  };
}

/** The first node in which two readings differ, −1 when they are the same as far as they are compared. */
export function firstDifference(a: FlatTree, b: FlatTree, limit = Infinity): number {
  const count = Math.min(a.count, b.count, limit);
  const whole = a.count < limit && b.count < limit;
  for (let i = 0; i < count; i++) {
    if (a.type[i] !== b.type[i] || a.field[i] !== b.field[i] || a.start[i] !== b.start[i] || a.end[i] !== b.end[i] || a.parent[i] !== b.parent[i] || (whole && a.next[i] !== b.next[i])) return i;
  }
  return a.count === b.count || !whole ? -1 : count;
}

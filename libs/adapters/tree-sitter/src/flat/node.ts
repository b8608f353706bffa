import type { TreeView } from './tree-view.ts';

export interface Point {
  readonly row: number;
  /** UTF-16 units. */
  readonly column: number;
}

/** A node of a flat tree, under the names that web-tree-sitter gives its nodes: rules of languages read either alike, here without a call into the parser. */
export class Node {
  private readonly view: TreeView;
  /** Number in the tree. */
  readonly id: number;

  constructor(view: TreeView, id: number) {
    this.view = view;
    this.id = id;
  }

  get type(): string {
    return this.view.typeOf(this.id);
  }

  get isNamed(): boolean {
    return this.view.isNamed(this.id);
  }

  get startIndex(): number {
    return this.view.tree.start[this.id]!;
  }

  get endIndex(): number {
    return this.view.tree.end[this.id]!;
  }

  get startPosition(): Point {
    return this.view.pointAt(this.startIndex);
  }

  get endPosition(): Point {
    return this.view.pointAt(this.endIndex);
  }

  get parent(): Node | null {
    return this.orNull(this.view.parent(this.id));
  }

  get namedChildren(): Node[] {
    const { view } = this;
    const { next } = view.tree;
    const children: Node[] = [];
    const end = next[this.id]!;
    for (let child = this.id + 1; child < end; child = next[child]!) if (view.isNamed(child)) children.push(new Node(view, child));
    return children;
  }

  get firstNamedChild(): Node | null {
    return this.orNull(this.view.firstNamed(this.id));
  }

  get nextNamedSibling(): Node | null {
    const { view } = this;
    const parent = view.parent(this.id);
    if (parent < 0) return null;
    const { next } = view.tree;
    for (let sibling = next[this.id]!; sibling < next[parent]!; sibling = next[sibling]!) if (view.isNamed(sibling)) return new Node(view, sibling);
    return null;
  }

  childForFieldName(field: string): Node | null {
    return this.orNull(this.view.child(this.id, field));
  }

  childrenForFieldName(field: string): Node[] {
    const { view } = this;
    const { next, field: fields } = view.tree;
    const id = view.names.fieldId(field);
    const children: Node[] = [];
    if (id !== 0) for (let child = this.id + 1; child < next[this.id]!; child = next[child]!) if (fields[child] === id) children.push(new Node(view, child));
    return children;
  }

  /** Itself included, in the order of the source. */
  descendantsOfType(types: string | readonly string[]): Node[] {
    const { view } = this;
    const wanted = typeof types === 'string' ? [types] : types;
    const found: Node[] = [];
    for (let node = this.id; node < view.tree.next[this.id]!; node++) if (wanted.includes(view.typeOf(node))) found.push(new Node(view, node));
    return found;
  }

  private orNull(id: number): Node | null {
    return id < 0 ? null : new Node(this.view, id);
  }
}

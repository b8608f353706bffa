import type { Language } from 'web-tree-sitter';
import { ERROR_TYPE } from './language-layout.ts';
import type { FlatTree } from './flat-tree.ts';
import { Node, type Point } from './node.ts';

/** Names of a grammar's nodes and fields by number, and back. */
export class GrammarNames {
  readonly types: readonly string[];
  /** Row of errors in tables by type. */
  readonly errorRow: number;
  readonly fieldCount: number;
  private readonly named: Uint8Array;
  private readonly fieldIds: ReadonlyMap<string, number>;

  constructor(language: Language) {
    this.types = language.types;
    this.errorRow = language.types.length;
    this.fieldCount = language.fields.length;
    this.named = Uint8Array.from({ length: this.errorRow + 1 }, (_, type) => (type === this.errorRow || (language.types[type] !== undefined && language.nodeTypeIsNamed(type)) ? 1 : 0));
    this.fieldIds = new Map([...language.fields.entries()].flatMap(([id, name]) => (name ? [[name, id] as const] : [])));
  }

  /** 0 when the grammar has no such field: then no node bears it. */
  fieldId(name: string): number {
    return this.fieldIds.get(name) ?? 0;
  }

  isNamed(type: number): boolean {
    return this.named[type] === 1;
  }

  /** All ids of a named node type: grammars may have several of one name. `"x"` in quotes means the bare token x. */
  idsOf(name: string): number[] {
    if (name === 'ERROR') return [this.errorRow];
    const token = name.length > 2 && name.startsWith('"') ? name.slice(1, -1) : null;
    return [...this.types.keys()].filter((id) => this.types[id] === (token ?? name) && this.isNamed(id) === (token === null));
  }

  /** A table by node type. */
  table<T>(entries: Readonly<Record<string, T>>): (T | undefined)[] {
    const table = Array.from<T | undefined>({ length: this.errorRow + 1 });
    for (const [name, value] of Object.entries(entries)) for (const id of this.idsOf(name)) table[id] = value;
    return table;
  }

  flags(names: Iterable<string>): Uint8Array {
    const flags = new Uint8Array(this.errorRow + 1);
    for (const name of names) for (const id of this.idsOf(name)) flags[id] = 1;
    return flags;
  }
}

/** A flat tree with its text: what rules of a language ask of it. Nodes are numbers, −1 stands for none. */
export class TreeView {
  readonly tree: FlatTree;
  readonly text: string;
  readonly names: GrammarNames;
  private starts: number[] | undefined;

  constructor(tree: FlatTree, text: string, names: GrammarNames) {
    this.tree = tree;
    this.text = text;
    this.names = names;
  }

  get root(): Node {
    return new Node(this, 0);
  }

  /** Index of the first character of each line. */
  get lineStarts(): readonly number[] {
    return (this.starts ??= lineStartsOf(this.text));
  }

  /** 0-based. */
  rowAt(index: number): number {
    return rowAt(this.lineStarts, index);
  }

  pointAt(index: number): Point {
    const row = this.rowAt(index);
    return { row, column: index - this.lineStarts[row]! };
  }

  typeId(node: number): number {
    const type = this.tree.type[node]!;
    return type === ERROR_TYPE ? this.names.errorRow : type;
  }

  typeOf(node: number): string {
    return this.names.types[this.tree.type[node]!] ?? 'ERROR';
  }

  isNamed(node: number): boolean {
    return this.names.isNamed(this.typeId(node));
  }

  textOf(node: number): string {
    return this.text.slice(this.tree.start[node], this.tree.end[node]);
  }

  parent(node: number): number {
    return this.tree.parent[node]!;
  }

  isLeaf(node: number): boolean {
    return this.tree.next[node] === node + 1;
  }

  /** First child in a field. */
  child(node: number, field: string): number {
    const id = this.names.fieldId(field);
    return id === 0 ? -1 : this.childById(node, id);
  }

  childById(node: number, field: number): number {
    const { next, field: fields } = this.tree;
    const end = next[node]!;
    for (let child = node + 1; child < end; child = next[child]!) if (fields[child] === field) return child;
    return -1;
  }

  /** First child of a named type. */
  childOfType(node: number, type: string): number {
    const { next } = this.tree;
    for (let child = node + 1; child < next[node]!; child = next[child]!) if (this.typeOf(child) === type) return child;
    return -1;
  }

  firstNamed(node: number): number {
    const { next } = this.tree;
    for (let child = node + 1; child < next[node]!; child = next[child]!) if (this.isNamed(child)) return child;
    return -1;
  }

  lastNamed(node: number): number {
    const { next } = this.tree;
    let last = -1;
    for (let child = node + 1; child < next[node]!; child = next[child]!) if (this.isNamed(child)) last = child;
    return last;
  }

  *children(node: number): Generator<number> {
    const { next } = this.tree;
    for (let child = node + 1; child < next[node]!; child = next[child]!) yield child;
  }

  *namedChildren(node: number): Generator<number> {
    for (const child of this.children(node)) if (this.isNamed(child)) yield child;
  }
}

function lineStartsOf(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** The last line that starts at or before the index. */
export function rowAt(starts: readonly number[], index: number): number {
  let [low, high] = [0, starts.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle]! <= index) low = middle;
    else high = middle - 1;
  }
  return low;
}

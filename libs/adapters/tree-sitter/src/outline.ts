import type { CodeSymbol, OutlineBlock } from '@twinmcp/syntax';
import type { Node } from './flat/node.ts';
import { rowAt, type TreeView } from './flat/tree-view.ts';
import type { LanguageSpec } from './language-spec.ts';
import { cleanComment, collapse } from './outline-text.ts';
import { StatementBlocks } from './statement-blocks.ts';

/** Declarations nested deeper than this are not looked for. A long else-if chain nests once a branch, so honest programs reach 50. */
const MAX_DEPTH = 400;
/** More symbols than this in one file is data, not code. */
const MAX_SYMBOLS = 50_000;
const MAX_NAME = 256;

/** Where a node stands: the symbol around it, and what kind of body that is. */
export interface Scope {
  /** Index of the containing symbol, -1 at the top of the file. */
  readonly symbol: number;
  /** In a function only functions and types are symbols, its variables are not; `block` is a block at the top of a file. */
  readonly kind: 'module' | 'type' | 'function' | 'block';
  readonly exported: boolean;
  readonly depth: number;
  /** Qualifies names instead of the symbol (an implementation block stands outside of its type). */
  readonly container?: string;
}

/** What a rule knows about the node beside the node itself. */
export interface Place {
  readonly scope: Scope;
  /** Comments and decorators directly above, oldest first. */
  readonly lead: readonly Node[];
  /** The statement around the declaration (`export …`, a decorated definition), when there is one. */
  readonly outer: Node | null;
  readonly exported: boolean;
  readonly modifiers: readonly string[];
}

export interface Declaration {
  readonly kind: CodeSymbol['kind'];
  readonly name: string;
  readonly nameNode: Node;
  readonly node: Node;
  /** Where the signature ends and the body begins, as an index into the text. */
  readonly bodyIndex?: number;
  /** Where the signature begins, when not with the declaration (behind annotations). */
  readonly signatureIndex?: number;
  readonly modifiers?: readonly string[];
  readonly visibility?: CodeSymbol['visibility'];
  readonly exported?: boolean;
  /** Qualifies the name instead of the surrounding symbol (the receiver of a Go method, the class of a prototype method). */
  readonly container?: string;
  /** One of several names of a statement: none of them names its lines. */
  readonly shared?: boolean;
  /** Overrides the comment above (docstring). */
  readonly doc?: string | null;
}

/** An import as the outline of a language without rules for links sees it. */
export interface PlainImport {
  readonly module: string;
  readonly names: readonly string[];
  readonly line: number;
}

interface Frame {
  readonly nodes: readonly Node[];
  scope: Scope;
  readonly inherited: Pick<Place, 'exported' | 'modifiers'> | null;
  next: number;
  lead: Node[];
  leadEnd: number;
}

type MutableSymbol = { -readonly [K in keyof CodeSymbol]: CodeSymbol[K] };

/**
 * Walks the declarations of a tree, not the expressions: a rule decides for each node whether it is a symbol and which of
 * its children can hold more.
 */
export class Outline {
  readonly symbols: MutableSymbol[] = [];
  /** Of languages without rules for links. */
  readonly imports: PlainImport[] = [];
  readonly blocks: OutlineBlock[] = [];
  readonly text: string;
  /** Set when a bound was reached. */
  limited = false;
  private readonly spec: LanguageSpec;
  private readonly view: TreeView;
  private readonly frames: Frame[] = [];
  /** Entered by the rule at work; visited in order once it returns. */
  private entered: Frame[] = [];
  private readonly statements: StatementBlocks;

  constructor(spec: LanguageSpec, view: TreeView) {
    this.spec = spec;
    this.view = view;
    this.text = view.text;
    this.statements = new StatementBlocks(this.blocks, spec.comments);
    this.enter(view.root.namedChildren, { symbol: -1, kind: 'module', exported: false, depth: 0 });
    this.run();
  }

  typeOf(node: Node): string {
    return node.type;
  }

  textOf(node: Node): string {
    return this.text.slice(node.startIndex, node.endIndex);
  }

  /** Queues nodes whose declarations belong to `scope`. */
  enter(nodes: readonly (Node | null)[], scope: Scope, inherited: Frame['inherited'] = null): void {
    if (scope.depth > MAX_DEPTH) {
      this.limited = true;
      return;
    }
    this.entered.push({ nodes: nodes as readonly Node[], scope, inherited, next: 0, lead: [], leadEnd: -2 });
  }

  /** What follows beside the node at work belongs to `scope` (`namespace A;` without braces). */
  continueIn(scope: Scope): void {
    const frame = this.frames[this.frames.length - 1];
    if (frame) frame.scope = scope;
  }

  /** Looks at one node as if it stood where its wrapper stands. */
  visit(node: Node, place: Place): void {
    const rule = this.spec.rules[this.typeOf(node)];
    if (rule) rule(node, place, this);
  }

  inside(symbol: number, kind: Scope['kind'], from: Scope): Scope {
    return { symbol, kind, exported: this.symbols[symbol]?.exported ?? false, depth: from.depth + 1 };
  }

  /** Records a symbol; gives its index, or -1 when it has no usable name or there are too many. */
  declare(declaration: Declaration, place: Place): number {
    // A computed or empty name is nothing one could look up: left out without a word.
    if (declaration.name === '' || declaration.name.length > MAX_NAME) return -1;
    if (this.symbols.length >= MAX_SYMBOLS) {
      this.limited = true;
      return -1;
    }
    const outer = place.outer ?? declaration.node;
    const parent = place.scope.symbol >= 0 ? this.symbols[place.scope.symbol]! : null;
    const container = declaration.container ?? place.scope.container ?? parent?.qualifiedName ?? null;
    const end = endOf(outer, this.text);
    const { node, nameNode } = declaration;
    const nameEnd = nameNode.endPosition;
    const visibility = declaration.visibility ?? null;
    this.symbols.push({
      kind: declaration.kind, name: declaration.name, qualifiedName: container === null ? declaration.name : `${container}.${declaration.name}`,
      range: { startLine: outer.startPosition.row + 1, startColumn: outer.startPosition.column, endLine: end.row + 1, endColumn: end.column },
      nameRange: { startLine: nameNode.startPosition.row + 1, startColumn: nameNode.startPosition.column, endLine: nameEnd.row + 1, endColumn: nameEnd.column },
      signature: collapse(this.text, declaration.signatureIndex ?? this.signatureStart(outer, nameNode), declaration.bodyIndex ?? node.endIndex),
      doc: declaration.doc === undefined ? this.docOf(place.lead) : declaration.doc,
      container,
      exported: declaration.exported ?? (place.exported || (place.scope.kind === 'type' && place.scope.exported && visibility !== 'private')),
      visibility,
      modifiers: [...place.modifiers, ...(declaration.modifiers ?? [])],
    });
    const symbol = this.symbols.length - 1;
    if (!declaration.shared) this.block(outer, place.lead, symbol);
    return symbol;
  }

  /** Index of the first character of each line. */
  get lineStarts(): readonly number[] {
    return this.view.lineStarts;
  }

  lineAt(index: number): number {
    return rowAt(this.lineStarts, index) + 1;
  }

  /** Records a symbol that no node stands for. Positions are indexes into the text. */
  declareAt(symbol: Pick<CodeSymbol, 'kind' | 'name' | 'container' | 'exported' | 'modifiers'>, at: { start: number; headEnd: number; end: number; nameIndex: number; nameEnd: number }): void {
    if (symbol.name.length > MAX_NAME) return;
    if (this.symbols.length >= MAX_SYMBOLS) {
      this.limited = true;
      return;
    }
    const starts = this.lineStarts;
    const range = (from: number, to: number): CodeSymbol['range'] => {
      const [start, end] = [rowAt(starts, from), rowAt(starts, to)];
      return { startLine: start + 1, startColumn: from - starts[start]!, endLine: end + 1, endColumn: to - starts[end]! };
    };
    this.symbols.push({
      ...symbol, qualifiedName: symbol.container === null ? symbol.name : `${symbol.container}.${symbol.name}`,
      range: range(at.start, at.end), nameRange: range(at.nameIndex, at.nameEnd), signature: collapse(this.text, at.start, at.headEnd), doc: null, visibility: null,
    });
    this.blocks.push({ startLine: rowAt(starts, at.start), endLine: rowAt(starts, at.end), symbol: this.symbols.length - 1 });
  }

  private block(node: Node, lead: readonly Node[], symbol: number): void {
    const endLine = lastRow(node);
    const startLine = lead.length > 0 ? lead[0]!.startPosition.row : node.startPosition.row;
    this.blocks.push({ startLine, endLine, symbol });
    this.statements.addInside(node, endLine);
  }

  /** Decorators inside the declaration come before its signature. */
  private signatureStart(outer: Node, nameNode: Node): number {
    let start = outer.startIndex;
    if (this.text.charCodeAt(start) !== 64) return start; // @
    for (const child of outer.namedChildren as Node[]) {
      if (child.startIndex >= nameNode.startIndex) break;
      if (this.typeOf(child) === 'decorator') start = child.endIndex;
    }
    return start;
  }

  private docOf(lead: readonly Node[]): string | null {
    const comments = lead.filter((node) => this.spec.comments.has(this.typeOf(node)));
    const doc = comments.length === 0 ? null : cleanComment(comments.map((node) => this.textOf(node).trimEnd()).join('\n'));
    return doc === null || !this.spec.cleanDoc ? doc : this.spec.cleanDoc(doc) || null;
  }

  private run(): void {
    this.frames.push(...this.entered.splice(0));
    for (let frame = this.frames[this.frames.length - 1]; frame; frame = this.frames[this.frames.length - 1]) {
      if (frame.next >= frame.nodes.length) this.frames.pop();
      else this.step(frame, frame.nodes[frame.next++]!);
      while (this.entered.length > 0) this.frames.push(this.entered.pop()!);
    }
  }

  private step(frame: Frame, node: Node): void {
    const type = this.typeOf(node);
    if (this.spec.comments.has(type) || this.spec.decorators.has(type)) return this.addLead(frame, node);
    const row = node.startPosition.row;
    const lead = frame.lead.length > 0 && row - frame.leadEnd <= 1 ? frame.lead : [];
    frame.lead = [];
    frame.leadEnd = -2;
    const rule = this.spec.rules[type];
    const before = this.blocks.length;
    if (rule) rule(node, { scope: frame.scope, lead, outer: null, exported: frame.inherited?.exported ?? false, modifiers: frame.inherited?.modifiers ?? [] }, this);
    if (frame.scope.kind === 'module' && this.blocks.length === before) this.block(node, lead, -1);
  }

  /** A run of comments without an empty line between; one that ends a line of code belongs to that line. */
  private addLead(frame: Frame, node: Node): void {
    const row = node.startPosition.row;
    const sibling = frame.next >= 2 ? frame.nodes[frame.next - 2]! : null;
    if (sibling && frame.lead[frame.lead.length - 1] !== sibling && lastRow(sibling) === row) return;
    if (row - frame.leadEnd > 1) frame.lead = [];
    frame.lead.push(node);
    frame.leadEnd = lastRow(node);
  }
}

/** Some grammars count the line end as part of the node. */
export function lastRow(node: Node): number {
  const end = node.endPosition;
  return end.column === 0 && end.row > node.startPosition.row ? end.row - 1 : end.row;
}

/** The end of a node that counts its line end is the end of its last line. */
function endOf(node: Node, text: string): { row: number; column: number } {
  const end = node.endPosition;
  if (end.column > 0 || end.row === node.startPosition.row || node.endIndex < 2) return end;
  return { row: end.row - 1, column: node.endIndex - 2 - text.lastIndexOf('\n', node.endIndex - 2) };
}

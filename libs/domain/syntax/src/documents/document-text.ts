import type { CodeSymbol } from '../model.ts';
import { MAX_DOCUMENT_SYMBOLS, type DocumentOutline } from './document-language.ts';

const MAX_SIGNATURE = 300;
const MAX_DOC = 2_000;
const COMMENT_LINE = /^\s*(?:\/\/|\/\*|\*|#|--|;|""")/;

export interface Declared {
  readonly kind: CodeSymbol['kind'];
  readonly name: string;
  readonly nameIndex: number;
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
  /** Where the signature ends; default: the first line end. */
  readonly headEnd?: number;
  readonly container?: string | null;
  readonly modifiers?: readonly string[];
  readonly exported?: boolean;
}

/** A text, the same text without comments and strings, and its lines. */
export class DocumentText {
  readonly text: string;
  readonly masked: string;
  private readonly starts: number[] = [0];
  private closing: Map<number, number> | undefined;

  constructor(text: string, hidden: RegExp) {
    this.text = text;
    this.masked = text.replace(hidden, (match) => match.replace(/[^\r\n]/g, ' '));
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.starts.push(at + 1);
  }

  get lineCount(): number {
    return this.starts.length;
  }

  /** 0-based. */
  rowOf(index: number): number {
    let [low, high] = [0, this.starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.starts[middle]! <= index) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  startOf(row: number): number {
    return this.starts[row] ?? this.text.length;
  }

  line(row: number): string {
    return this.text.slice(this.startOf(row), this.startOf(row + 1)).replace(/\r?\n$/, '');
  }

  maskedLine(row: number): string {
    return this.masked.slice(this.startOf(row), this.startOf(row + 1)).replace(/\r?\n$/, '');
  }

  /** The bracket that closes the one at `open`, or the end of the text. */
  closeOf(open: number): number {
    this.closing ??= pairs(this.masked);
    return this.closing.get(open) ?? this.text.length;
  }

  /** Records a symbol; false when there are too many. */
  declare(declared: Declared, outline: DocumentOutline): boolean {
    if (outline.symbols.length >= MAX_DOCUMENT_SYMBOLS || declared.name === '' || declared.name.length > 256) return outline.symbols.length < MAX_DOCUMENT_SYMBOLS;
    const { container = null, start, nameIndex, name } = declared;
    const end = Math.max(declared.end, nameIndex + name.length);
    const [first, last, row] = [this.rowOf(start), this.rowOf(Math.max(start, end - 1)), this.rowOf(nameIndex)];
    const headEnd = declared.headEnd ?? start + (/\r?\n|$/.exec(this.text.slice(start))?.index ?? 0);
    const column = nameIndex - this.startOf(row);
    outline.symbols.push({
      kind: declared.kind, name, qualifiedName: container === null ? name : `${container}.${name}`, container,
      range: { startLine: first + 1, startColumn: start - this.startOf(first), endLine: last + 1, endColumn: end - this.startOf(last) },
      nameRange: { startLine: row + 1, startColumn: column, endLine: row + 1, endColumn: column + name.length },
      signature: this.text.slice(start, Math.min(headEnd, start + MAX_SIGNATURE * 3)).replace(/\s+/g, ' ').replace(/[\s{(]+$/, '').trim().slice(0, MAX_SIGNATURE),
      doc: this.docAbove(first), exported: declared.exported ?? true, visibility: null, modifiers: declared.modifiers ?? [],
    });
    return true;
  }

  /** The comment that ends on the line above, without its marks. */
  private docAbove(row: number): string | null {
    const lines: string[] = [];
    for (let at = row - 1; at >= 0 && lines.length < 40; at--) {
      const line = this.line(at);
      if (line.trim() === '' || this.maskedLine(at).trim() !== '') break;
      lines.unshift(line);
    }
    if (lines.length === 0 || !COMMENT_LINE.test(lines[0]!)) return null;
    const doc = lines.map((line) => line.replace(/^\s*(?:\/\*+!?|\/\/+!?|\*+(?!\/)|#+!?|--+|;+|""")?[ \t]?/, '').replace(/\s*(?:\*+\/|""")\s*$/, '').trimEnd()).join('\n').trim();
    return doc === '' || /^[-=*#/\s]+$/.test(doc) ? null : doc.slice(0, MAX_DOC);
  }
}

function pairs(masked: string): Map<number, number> {
  const closing = new Map<number, number>();
  const open: number[] = [];
  for (const match of masked.matchAll(/[{}()[\]]/g)) {
    if ('{(['.includes(match[0])) open.push(match.index);
    else {
      const start = open.pop();
      if (start !== undefined) closing.set(start, match.index);
    }
  }
  return closing;
}

import { REFERENCE_KINDS, type CodeReference, type ReferenceKind } from '@twinmcp/syntax';
import type { FileNode } from '../files/file-table.ts';
import type { EdgeReason } from '../model.ts';
import type { Target } from './resolution.ts';

export const REASONS: readonly EdgeReason[] = ['same-file', 'import', 're-export', 'namespace', 'self', 'receiver-type', 'inherited', 'same-package', 'include', 'only-candidate', 'one-of-several'];
export const EDGE_KINDS: readonly (ReferenceKind | 'import')[] = [...REFERENCE_KINDS, 'import'];
export const IMPORT_KIND = REFERENCE_KINDS.length;
/** An import that is erased at run time. */
const TYPE_ONLY = 0x80;
const REASON_NUMBER = new Map(REASONS.map((reason, i) => [reason, i]));
const KIND_NUMBER = new Map<string, number>(EDGE_KINDS.map((kind, i) => [kind, i]));

export interface Edge {
  /** Symbol around the use, -1 at the top of the file. */
  readonly from: number;
  readonly to: FileNode;
  /** -1: the file itself. */
  readonly symbol: number;
  readonly kind: ReferenceKind | 'import';
  readonly line: number;
  readonly column: number;
  readonly confidence: number;
  readonly reason: EdgeReason;
  readonly typeOnly: boolean;
}

/** The uses of one file that lead to symbols, in columns: 20 bytes each. */
export class FileEdges {
  readonly targets: readonly FileNode[];
  readonly count: number;
  /** Symbols with a decorator or annotation: something outside may use them. */
  readonly decorated: ReadonlySet<number>;
  /** Row i: from, index into `targets`, symbol there, line. */
  readonly #words: Int32Array;
  /** Row i: column, at most 65,535. */
  readonly #columns: Uint16Array;
  /** Row i: kind, reason, confidence in hundredths. */
  readonly #bytes: Uint8Array;

  constructor(targets: readonly FileNode[], words: Int32Array, columns: Uint16Array, bytes: Uint8Array, decorated: ReadonlySet<number>) {
    this.targets = targets;
    this.decorated = decorated;
    this.count = columns.length;
    this.#words = words;
    this.#columns = columns;
    this.#bytes = bytes;
  }

  /** The same rows with files replaced by their newer nodes. */
  withTargets(targets: readonly FileNode[]): FileEdges {
    return new FileEdges(targets, this.#words, this.#columns, this.#bytes, this.decorated);
  }

  from(row: number): number {
    return this.#words[row * 4]!;
  }

  file(row: number): FileNode {
    return this.targets[this.#words[row * 4 + 1]!]!;
  }

  fileNumber(row: number): number {
    return this.#words[row * 4 + 1]!;
  }

  symbol(row: number): number {
    return this.#words[row * 4 + 2]!;
  }

  line(row: number): number {
    return this.#words[row * 4 + 3]!;
  }

  kind(row: number): number {
    return this.#bytes[row * 3]! & ~TYPE_ONLY;
  }

  typeOnly(row: number): boolean {
    return (this.#bytes[row * 3]! & TYPE_ONLY) !== 0;
  }

  reason(row: number): EdgeReason {
    return REASONS[this.#bytes[row * 3 + 1]!]!;
  }

  confidence(row: number): number {
    return this.#bytes[row * 3 + 2]! / 100;
  }

  at(row: number): Edge {
    return {
      from: this.from(row), to: this.file(row), symbol: this.symbol(row), kind: EDGE_KINDS[this.kind(row)]!, line: this.line(row), column: this.#columns[row]!,
      confidence: this.confidence(row), reason: this.reason(row), typeOnly: this.typeOnly(row),
    };
  }
}

/** Collects the rows of a file. */
export class EdgeList {
  readonly #targets = new Map<FileNode, number>();
  #words: number[] = [];
  #columns: number[] = [];
  #bytes: number[] = [];
  readonly #imports = new Set<string>();
  readonly #decorated = new Set<number>();

  decorated(symbol: number): void {
    this.#decorated.add(symbol);
  }

  add(reference: CodeReference, target: Target): void {
    this.#push(reference.symbol, target, reference.line, reference.column, KIND_NUMBER.get(reference.kind)!);
  }

  import(line: number, target: Target, typeOnly: boolean): void {
    const key = `${line}\0${target.file.path}\0${target.symbol}`;
    if (this.#imports.has(key)) return;
    this.#imports.add(key);
    this.#push(-1, target, line, 0, IMPORT_KIND | (typeOnly ? TYPE_ONLY : 0));
  }

  finish(): FileEdges {
    return new FileEdges([...this.#targets.keys()], Int32Array.from(this.#words), Uint16Array.from(this.#columns), Uint8Array.from(this.#bytes), this.#decorated);
  }

  #push(from: number, { file, symbol, reason, confidence }: Target, line: number, column: number, kind: number): void {
    let number = this.#targets.get(file);
    if (number === undefined) this.#targets.set(file, (number = this.#targets.size));
    this.#words.push(from, number, symbol, line);
    this.#columns.push(Math.min(column, 65_535));
    this.#bytes.push(kind, REASON_NUMBER.get(reason)!, Math.round(confidence * 100));
  }
}

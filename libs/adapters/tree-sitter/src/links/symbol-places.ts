import type { CodeSymbol } from '@twinmcp/syntax';

/** Symbols of a file by index into its text. */
export class SymbolPlaces {
  readonly lineStarts: readonly number[];
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  private readonly symbols: readonly CodeSymbol[];
  private readonly byName = new Map<number, number>();

  constructor(symbols: readonly CodeSymbol[], lineStarts: readonly number[]) {
    this.symbols = symbols;
    this.lineStarts = lineStarts;
    this.starts = new Int32Array(symbols.length);
    this.ends = new Int32Array(symbols.length);
    for (const [index, { range, nameRange }] of symbols.entries()) {
      this.starts[index] = this.at(range.startLine, range.startColumn);
      this.ends[index] = this.at(range.endLine, range.endColumn);
      const name = this.at(nameRange.startLine, nameRange.startColumn);
      if (!this.byName.has(name)) this.byName.set(name, index);
    }
  }

  /** The symbol whose name stands at the index, −1 for none. */
  symbolNamed(name: string, start: number): number {
    const symbol = this.byName.get(start);
    return symbol !== undefined && this.symbols[symbol]!.name === name ? symbol : -1;
  }

  nameIndex(symbol: number): number {
    const { startLine, startColumn } = this.symbols[symbol]!.nameRange;
    return this.at(startLine, startColumn);
  }

  /** 1-based. */
  lineAt(index: number): number {
    let [low, high] = [0, this.lineStarts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.lineStarts[middle]! <= index) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  }

  private at(line: number, column: number): number {
    return (this.lineStarts[line - 1] ?? 0) + column;
  }
}

/** Goes along the text and says which symbol is the innermost around each index; indexes must not fall. */
export class SymbolSweep {
  private readonly places: SymbolPlaces;
  private readonly order: number[];
  private readonly stack: number[] = [];
  private at = 0;

  constructor(places: SymbolPlaces) {
    this.places = places;
    const { starts, ends } = places;
    this.order = [...starts.keys()].sort((a, b) => starts[a]! - starts[b]! || ends[b]! - ends[a]! || a - b);
  }

  around(index: number): number {
    const { stack, order } = this;
    const { starts, ends } = this.places;
    while (this.at < order.length && starts[order[this.at]!]! <= index) {
      const symbol = order[this.at++]!;
      while (stack.length > 0 && ends[stack[stack.length - 1]!]! <= starts[symbol]!) stack.pop();
      stack.push(symbol);
    }
    while (stack.length > 0 && ends[stack[stack.length - 1]!]! <= index) stack.pop();
    return stack.length > 0 ? stack[stack.length - 1]! : -1;
  }
}

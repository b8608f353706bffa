import type { CodeSymbol } from '../model.ts';
import type { LinkSymbol } from './model.ts';

/** Symbols as the links of their file have them. `types`: by symbol, what the text says beyond a function's return type. */
export function linkSymbols(symbols: readonly CodeSymbol[], types: readonly (string | null)[] = []): LinkSymbol[] {
  const byName = new Map<string, number>();
  for (const [index, symbol] of symbols.entries()) if (!byName.has(symbol.qualifiedName)) byName.set(symbol.qualifiedName, index);
  return symbols.map(({ name, qualifiedName, kind, range, nameRange, container, exported, visibility, returnType }, index) => ({
    name, qualifiedName, kind, startLine: range.startLine, endLine: range.endLine, nameLine: nameRange.startLine, nameColumn: nameRange.startColumn,
    container: container === null ? -1 : (byName.get(container) ?? -1), exported, visibility, type: types[index] ?? returnType ?? null,
  }));
}

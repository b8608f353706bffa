import type { GraphSymbol } from '@twinmcp/code-graph';
import type { GraphSymbol as WireSymbol } from '@twinmcp/contracts';
import type { Quote, SourceQuotes } from './source-quotes.ts';

/** A symbol whose signature is read with the other quotes; call it when they are there. */
export function quoteSymbol(symbol: GraphSymbol, quotes: SourceQuotes): () => WireSymbol {
  const signature: Quote = quotes.signature(symbol);
  const { path, language, name, qualifiedName, kind, startLine, endLine, nameLine, exported, test, fileHash } = symbol;
  return () => ({ path, language, name, qualifiedName, kind, startLine, endLine, nameLine, exported, test, fileHash, signature: signature() });
}

export function quoteSymbols(symbols: readonly GraphSymbol[], quotes: SourceQuotes): () => WireSymbol[] {
  const quoted = symbols.map((symbol) => quoteSymbol(symbol, quotes));
  return () => quoted.map((symbol) => symbol());
}

import { astAnalysis, mcpTools, SymbolKind } from '@twinmcp/contracts';
import { DomainError } from '@twinmcp/kernel';
import { defineTool } from '../tool.ts';
import { withIndex } from '../with-index.ts';

export const findSymbolTool = defineTool({
  contract: mcpTools.findSymbol,
  run: ({ workspace: named, name, kinds, ...input }, call) =>
    withIndex(named, call, async (workspace) => {
      const found = await call.rpc.call(astAnalysis.findSymbols, { ...input, kinds: kinds?.map(symbolKind), workspaceId: workspace.id, names: [name], withSignature: true }, call.context());
      const symbols = found.symbols.map((hit) => ({ name: hit.qualifiedName, kind: hit.kind, path: hit.path, startLine: hit.startLine, endLine: hit.endLine, signature: hit.signature, score: Math.round(hit.score * 1_000) / 1_000 }));
      const lines = symbols.map((symbol) => `${symbol.path}:${symbol.startLine}-${symbol.endLine} ${symbol.kind} ${symbol.signature ?? symbol.name}`);
      if (lines.length === 0) lines.push(`No definition is named "${name}".`);
      if (found.nextCursor !== null) lines.push(`More: cursor ${found.nextCursor}`);
      return { text: [lines.join('\n')], structured: { symbols, nextCursor: found.nextCursor } };
    }),
});

function symbolKind(kind: string): SymbolKind {
  const parsed = SymbolKind.safeParse(kind);
  if (!parsed.success) throw new DomainError('invalid-input', `"${kind}" is no kind of symbol: there are ${SymbolKind.options.join(', ')}.`);
  return parsed.data;
}

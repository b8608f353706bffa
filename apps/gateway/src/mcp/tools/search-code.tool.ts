import { contextAssembly, mcpTools } from '@twinmcp/contracts';
import { defineTool } from '../tool.ts';
import { withIndex } from '../with-index.ts';
import { degradationText } from './degradation.ts';

export const searchCodeTool = defineTool({
  contract: mcpTools.searchCode,
  run: ({ workspace: named, ...input }, call) =>
    withIndex(named, call, async (workspace) => {
      const found = await call.rpc.call(contextAssembly.searchCode, { ...input, workspaceId: workspace.id }, call.context());
      const hits = found.hits.map(({ path, startLine, endLine, symbol, score }) => ({ path, startLine, endLine, symbol, score: round(score) }));
      const lines = hits.map((hit) => `${hit.path}:${hit.startLine}-${hit.endLine}${hit.symbol === null ? '' : ` ${hit.symbol}`}`);
      const degraded = found.degraded.map(degradationText);
      if (lines.length === 0) lines.push('Nothing matches.');
      if (found.nextCursor !== null) lines.push(`More: cursor ${found.nextCursor}`);
      return { text: [[...lines, ...degraded].join('\n'), ...(found.explanation === null ? [] : [JSON.stringify(found.explanation)])], structured: { hits, nextCursor: found.nextCursor, degraded } };
    }),
});

/** Three digits tell hits apart; the rest is tokens. */
function round(score: number): number {
  return Math.round(score * 1_000) / 1_000;
}

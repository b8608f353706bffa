import { contextAssembly, mcpTools } from '@twinmcp/contracts';
import { defineTool } from '../tool.ts';
import { withIndex } from '../with-index.ts';
import { degradationText } from './degradation.ts';

export const getContextTool = defineTool({
  contract: mcpTools.getContext,
  run: ({ workspace: named, ...input }, call) =>
    withIndex(named, call, async (workspace) => {
      const answer = await call.rpc.call(contextAssembly.getContext, { ...input, workspaceId: workspace.id, format: 'markdown' }, call.context());
      const degraded = answer.degraded.map(degradationText);
      // Beside the answer, not in it: its token count is exact and stays so.
      const notes = [...degraded, ...(answer.items.length === 0 || degraded.length > 0 ? answer.hints : [])];
      return {
        text: [answer.text, ...(notes.length > 0 ? [notes.join('\n')] : []), ...(answer.explanation === null ? [] : [JSON.stringify(answer.explanation)])],
        structured: {
          // Some clients show a model only this part, so the text is here as well.
          text: answer.text,
          tokens: answer.tokens,
          workspace: answer.workspaceId,
          mode: answer.mode,
          quality: answer.quality,
          citations: answer.items.map((item) => item.citation.label),
          omitted: answer.omitted.filter(({ reason }) => reason !== 'sent').map((item) => (item.symbol === null ? item.label : `${item.label} ${item.symbol}`)),
          degraded,
          hints: answer.hints,
        },
      };
    }),
});

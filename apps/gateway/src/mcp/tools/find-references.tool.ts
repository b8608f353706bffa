import { writeReferences } from '@twinmcp/code-graph';
import { astAnalysis, mcpTools } from '@twinmcp/contracts';
import { defineTool } from '../tool.ts';
import { withIndex } from '../with-index.ts';
import { textAnswer } from './text-answer.ts';

export const findReferencesTool = defineTool({
  contract: mcpTools.findReferences,
  run: ({ workspace: named, ...input }, call) =>
    withIndex(named, call, async (workspace) => {
      const found = await call.rpc.call(astAnalysis.findReferences, { ...input, workspaceId: workspace.id }, call.context());
      return textAnswer(writeReferences(found, input.symbol), found.nextCursor);
    }),
});

import { writeOutline } from '@twinmcp/code-graph';
import { astAnalysis, mcpTools } from '@twinmcp/contracts';
import { defineTool } from '../tool.ts';
import { withIndex } from '../with-index.ts';
import { textAnswer } from './text-answer.ts';

export const getOutlineTool = defineTool({
  contract: mcpTools.getOutline,
  run: ({ workspace: named, ...input }, call) =>
    withIndex(named, call, async (workspace) => {
      const found = await call.rpc.call(astAnalysis.getOutline, { ...input, workspaceId: workspace.id }, call.context());
      return textAnswer(writeOutline(found), found.nextCursor);
    }),
});

import { writeCalls } from '@twinmcp/code-graph';
import { astAnalysis, mcpTools } from '@twinmcp/contracts';
import { defineTool } from '../tool.ts';
import { withIndex } from '../with-index.ts';
import { textAnswer } from './text-answer.ts';

export const getCallersTool = defineTool({
  contract: mcpTools.getCallers,
  run: ({ workspace: named, ...input }, call) =>
    withIndex(named, call, async (workspace) => {
      const found = await call.rpc.call(astAnalysis.getCalls, { ...input, workspaceId: workspace.id }, call.context());
      return textAnswer(writeCalls(found, input.direction, input.symbol));
    }),
});

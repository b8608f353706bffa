import { writeImpact } from '@twinmcp/code-graph';
import { astAnalysis, mcpTools } from '@twinmcp/contracts';
import { defineTool } from '../tool.ts';
import { withIndex } from '../with-index.ts';
import { textAnswer } from './text-answer.ts';

export const analyzeImpactTool = defineTool({
  contract: mcpTools.analyzeImpact,
  run: ({ workspace: named, ...input }, call) =>
    withIndex(named, call, async (workspace) => {
      const found = await call.rpc.call(astAnalysis.analyzeImpact, { ...input, workspaceId: workspace.id }, call.context());
      return textAnswer(writeImpact(found));
    }),
});

import { astAnalysis, mcpTools } from '@twinmcp/contracts';
import { defineTool } from '../tool.ts';
import { withIndex } from '../with-index.ts';
import { textAnswer } from './text-answer.ts';

export const repositoryMapTool = defineTool({
  contract: mcpTools.repositoryMap,
  run: ({ workspace: named, ...input }, call) =>
    withIndex(named, call, async (workspace) => {
      const map = await call.rpc.call(astAnalysis.repositoryMap, { ...input, workspaceId: workspace.id }, call.context());
      // The map alone: its token count is exact and stays so.
      return textAnswer([map.text === '' ? 'Nothing to draw: no symbol is indexed there, or the budget holds none.' : map.text]);
    }),
});

import { feedback, mcpTools } from '@twinmcp/contracts';
import { defineTool } from '../tool.ts';
import { resolveWorkspace } from '../workspace-resolver.ts';

export const reportUsefulnessTool = defineTool({
  contract: mcpTools.reportUsefulness,
  run: async ({ workspace: named, query, used }, call) => {
    const workspace = await resolveWorkspace(named, call);
    const { learnt, reason } = await call.rpc.call(feedback.giveFeedback, { workspaceId: workspace.id, query, used }, call.context());
    return { text: [learnt ? `Noted: ${reason}.` : `Not learnt: ${reason}.`] };
  },
});

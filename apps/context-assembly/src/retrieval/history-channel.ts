import { astAnalysis, type RpcOutput } from '@twinmcp/contracts';
import { childContext, type CallContext, type RpcClient } from '@twinmcp/messaging';
import type { SearchScope } from './symbol-channel.ts';

export type HistoryChannelResult = RpcOutput<typeof astAnalysis.findPastChanges>;

const LIMIT = 100;
/** Past commits refine an answer that the other parts already are: the first question after a start, which reads the log, is not held up for longer. */
const HISTORY_TIME_MS = 1_000;

/** Files that commits with messages like the question touched. */
export function findPastChanges(rpc: RpcClient, query: string, { workspaceId, pathPrefix, languages }: SearchScope, ctx: CallContext): Promise<HistoryChannelResult> {
  const filter = { ...(pathPrefix ? { pathPrefix } : {}), ...(languages && languages.length > 0 ? { languages: [...languages] } : {}) };
  return rpc.call(astAnalysis.findPastChanges, { workspaceId, query, limit: LIMIT, ...filter }, childContext(ctx, HISTORY_TIME_MS), { attempts: 1 });
}

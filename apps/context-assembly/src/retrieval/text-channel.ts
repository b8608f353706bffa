import { embedding, type RpcOutput } from '@twinmcp/contracts';
import type { CallContext, RpcClient } from '@twinmcp/messaging';
import { hasCode } from './failure-reason.ts';
import type { SearchScope } from './symbol-channel.ts';

export type TextChannelResult = RpcOutput<typeof embedding.search>;

/** Fewer hits than this are not asked for again when an answer is over the transport's limit. */
const LEAST = 200;

/** Lexical and dense search in one call. Lists that do not fit one message are asked for again, shorter. */
export async function searchText(rpc: RpcClient, query: string, scope: SearchScope, limit: number, ctx: CallContext): Promise<TextChannelResult> {
  const { workspaceId, pathPrefix, languages } = scope;
  for (let size = limit; ; size = Math.floor(size / 2)) {
    try {
      return await rpc.call(embedding.search, { workspaceId, query, limit: size, ...(pathPrefix ? { pathPrefix } : {}), ...(languages && languages.length > 0 ? { languages: [...languages] } : {}) }, ctx, { attempts: 2 });
    } catch (error) {
      if (!hasCode(error, 'payload-too-large') || size / 2 < LEAST) throw error;
    }
  }
}

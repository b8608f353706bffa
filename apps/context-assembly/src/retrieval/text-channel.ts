import { embedding, type RpcOutput } from '@twinmcp/contracts';
import type { CallContext, RpcClient } from '@twinmcp/messaging';
import { failureReason, hasCode } from './failure-reason.ts';
import { settle } from './settled.ts';
import type { SearchScope } from './symbol-channel.ts';

export type TextChannelResult = RpcOutput<typeof embedding.search>;

/** Fewer hits than this are not asked for again when an answer is over the transport's limit. */
const LEAST = 200;
/** The dense list settles near-ties at the top; its tail says nothing. */
const DENSE_LIMIT = 200;

/** Lexical and dense search, in one call where their lists are equally long. A list that does not fit one message is asked for again, shorter. */
export async function searchText(rpc: RpcClient, query: string, scope: SearchScope, limit: number, ctx: CallContext): Promise<TextChannelResult> {
  if (limit <= DENSE_LIMIT) return searchChannels(rpc, query, scope, ['lexical', 'dense'], limit, ctx);
  const [lexical, dense] = await Promise.all([settle(searchChannels(rpc, query, scope, ['lexical'], limit, ctx)), settle(searchChannels(rpc, query, scope, ['dense'], DENSE_LIMIT, ctx))]);
  if (lexical.ok && dense.ok) return { ...lexical.value, dense: dense.value.dense, degraded: [...lexical.value.degraded, ...dense.value.degraded] };
  if (lexical.ok) return { ...lexical.value, degraded: [...lexical.value.degraded, { channel: 'dense', reason: failureReason(dense.ok ? null : dense.error) }] };
  if (dense.ok) return { ...dense.value, degraded: [...dense.value.degraded, { channel: 'lexical', reason: failureReason(lexical.error) }] };
  throw lexical.error;
}

async function searchChannels(rpc: RpcClient, query: string, { workspaceId, pathPrefix, languages }: SearchScope, channels: ('lexical' | 'dense')[], limit: number, ctx: CallContext): Promise<TextChannelResult> {
  const filter = { ...(pathPrefix ? { pathPrefix } : {}), ...(languages && languages.length > 0 ? { languages: [...languages] } : {}) };
  for (let size = limit; ; size = Math.floor(size / 2)) {
    try {
      return await rpc.call(embedding.search, { workspaceId, query, channels, limit: size, ...filter }, ctx, { attempts: 2 });
    } catch (error) {
      if (!hasCode(error, 'payload-too-large') || size / 2 < LEAST) throw error;
    }
  }
}

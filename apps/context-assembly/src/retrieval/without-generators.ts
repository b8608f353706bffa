import { astAnalysis, embedding, type Generator, type RpcContract, type RpcInput, type RpcOutput } from '@twinmcp/contracts';
import type { CallContext, RpcClient } from '@twinmcp/messaging';

/** The services as if some generators found nothing: what each is worth is the difference. Nothing counts as failed. */
export function withoutGenerators(rpc: RpcClient, left: readonly Generator[]): RpcClient {
  const out = new Set(left);
  const empty = (contract: RpcContract, input: unknown): unknown => {
    if (contract === (astAnalysis.findSymbols as RpcContract) && out.has('symbols')) return { symbols: [], nextCursor: null, generation: 0 };
    if (contract === (astAnalysis.findPastChanges as RpcContract) && out.has('history')) return { files: [], coverage: 0, commits: 0, generation: 0 };
    if (contract === (astAnalysis.relateFiles as RpcContract) && out.has('relations')) {
      const { paths } = input as RpcInput<typeof astAnalysis.relateFiles>;
      return { relations: paths.map(() => []), more: [], commits: 0, graph: true, generation: 0 };
    }
    return undefined;
  };
  return {
    emit: (event, payload, ctx) => rpc.emit(event, payload, ctx),
    async call<C extends RpcContract>(contract: C, input: RpcInput<C>, ctx: CallContext, options?: { timeoutMs?: number; attempts?: number }): Promise<RpcOutput<C>> {
      const nothing = empty(contract, input);
      if (nothing !== undefined) return nothing as RpcOutput<C>;
      if ((contract as RpcContract) !== (embedding.search as RpcContract)) return rpc.call(contract, input, ctx, options);
      const search = input as RpcInput<typeof embedding.search>;
      const channels = search.channels?.filter((channel) => !out.has(channel)) ?? [];
      // One channel is asked all the same, for the generation; what it found is left out.
      const answer = await rpc.call(embedding.search, { ...search, channels: channels.length > 0 ? channels : search.channels }, ctx, options);
      return { ...answer, lexical: out.has('lexical') ? [] : answer.lexical, dense: out.has('dense') ? [] : answer.dense } as RpcOutput<C>;
    },
  };
}

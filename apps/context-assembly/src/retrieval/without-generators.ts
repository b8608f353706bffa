import { astAnalysis, codeGraph, embedding, type Generator, type RpcContract, type RpcInput, type RpcOutput } from '@twinmcp/contracts';
import type { CallContext, RpcClient } from '@twinmcp/messaging';

/**
 * The services as if some generators found nothing: what each is worth is the difference. They are asked all the same and
 * what they found is dropped, so that generations agree and nothing counts as failed.
 */
export function withoutGenerators(rpc: RpcClient, left: readonly Generator[]): RpcClient {
  const out = new Set(left);
  const emptied = new Map<RpcContract, (answer: never) => unknown>();
  const drop = <C extends RpcContract>(contract: C, how: (answer: RpcOutput<C>) => RpcOutput<C>) => void emptied.set(contract, how as (answer: never) => unknown);
  if (out.has('symbols')) drop(astAnalysis.findSymbols, (answer) => ({ ...answer, symbols: [] }));
  if (out.has('history')) drop(astAnalysis.findPastChanges, (answer) => ({ ...answer, files: [], coverage: 0 }));
  if (out.has('relations')) drop(astAnalysis.relateFiles, (answer) => ({ ...answer, relations: answer.relations.map(() => []), more: [] }));
  if (out.has('graph')) {
    drop(codeGraph.findReferences, (answer) => ({ ...answer, references: [] }));
    drop(codeGraph.findImplementations, (answer) => ({ ...answer, implementations: [] }));
    drop(codeGraph.getCalls, (answer) => ({ ...answer, nodes: [] }));
  }
  if (out.has('lexical') || out.has('dense')) drop(embedding.search, (answer) => ({ ...answer, lexical: out.has('lexical') ? [] : answer.lexical, dense: out.has('dense') ? [] : answer.dense }));
  return {
    emit: (event, payload, ctx) => rpc.emit(event, payload, ctx),
    async call<C extends RpcContract>(contract: C, input: RpcInput<C>, ctx: CallContext, options?: { timeoutMs?: number; attempts?: number }): Promise<RpcOutput<C>> {
      const answer = await rpc.call(contract, input, ctx, options);
      return (emptied.get(contract)?.(answer as never) ?? answer) as RpcOutput<C>;
    },
  };
}

import { astAnalysis } from '@twinmcp/contracts';
import { childContext, type CallContext, type RpcClient } from '@twinmcp/messaging';
import { RELATED, groupByFile, seedsOf, unpackRelation, type FileRelation, type FusedPlace, type RelatedFile } from '@twinmcp/retrieval';
import type { SearchScope } from './symbol-channel.ts';

export interface RelationChannelResult {
  readonly relations: ReadonlyMap<string, FileRelation>;
  /** Related files that nothing else found. */
  readonly more: readonly RelatedFile[];
}

const MORE = 3;
/** It refines a ranking that stands without it. */
const RELATION_TIME_MS = 400;

/** What goes with the best files of a ranking: what changed together with them. */
export async function relateFiles(rpc: RpcClient, places: readonly FusedPlace[], { workspaceId, pathPrefix, languages }: SearchScope, ctx: CallContext): Promise<RelationChannelResult> {
  const paths = groupByFile(places).slice(0, RELATED).map(({ path }) => path);
  const filter = { ...(pathPrefix ? { pathPrefix } : {}), ...(languages && languages.length > 0 ? { languages: [...languages] } : {}) };
  const answer = await rpc.call(astAnalysis.relateFiles, { workspaceId, seeds: seedsOf(places), paths, limit: MORE, ...filter }, childContext(ctx, RELATION_TIME_MS), { attempts: 1, timeoutMs: RELATION_TIME_MS });
  return {
    relations: new Map(answer.relations.map((packed, i) => [paths[i]!, unpackRelation(packed)])),
    more: answer.more.map(({ relation, ...file }) => ({ ...file, relation: unpackRelation(relation) })),
  };
}

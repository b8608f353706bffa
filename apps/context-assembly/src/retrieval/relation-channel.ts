import { astAnalysis } from '@twinmcp/contracts';
import { childContext, type CallContext, type RpcClient } from '@twinmcp/messaging';
import { groupByFile, unpackRelation, type FusedPlace, type RelatedFile } from '@twinmcp/retrieval';
import type { SearchScope } from './symbol-channel.ts';

export interface RelationChannelResult {
  readonly files: readonly RelatedFile[];
  /** The import graph was there in time. */
  readonly graph: boolean;
}

/** Files that what is asked about is most probably in. */
const SEEDS = 6;
/** Files told about; what ranks below is not raised to the top by its past. */
const FILES = 300;
const MORE = 20;
/** It refines a ranking that stands without it. */
const RELATION_TIME_MS = 250;

/** What git and the import graph say about the files of a first ranking, and files near its best ones that no words found. */
export async function relateFiles(rpc: RpcClient, first: readonly FusedPlace[], { workspaceId, pathPrefix, languages }: SearchScope, ctx: CallContext, timeMs = RELATION_TIME_MS): Promise<RelationChannelResult> {
  const best = groupByFile(first).slice(0, FILES);
  if (best.length === 0) return { files: [], graph: true };
  const filter = { ...(pathPrefix ? { pathPrefix } : {}), ...(languages && languages.length > 0 ? { languages: [...languages] } : {}) };
  const seeds = best.slice(0, SEEDS).filter(({ score }) => score > 0).map(({ path, score }) => ({ path, weight: score }));
  const { relations, more, graph } = await rpc.call(astAnalysis.relateFiles, { workspaceId, seeds, paths: best.map(({ path }) => path), limit: MORE, ...filter }, childContext(ctx, timeMs), { attempts: 1, timeoutMs: timeMs });
  const known = best.map((place, i): RelatedFile => ({ path: place.path, language: place.language, fileHash: place.fileHash, lines: null, relation: unpackRelation(relations[i] ?? []) }));
  return { files: [...known, ...more.map(({ relation, ...file }) => ({ ...file, relation: unpackRelation(relation) }))], graph };
}

import { astAnalysis, type SymbolHit } from '@twinmcp/contracts';
import { wordNames, type QueryUnderstanding } from '@twinmcp/context';
import type { CallContext, RpcClient } from '@twinmcp/messaging';

export interface SymbolChannelResult {
  /** Found for names that the question mentions as code. */
  readonly named: readonly SymbolHit[];
  /** Found for its plain words. */
  readonly worded: readonly SymbolHit[];
  readonly generation: number;
}

export interface SearchScope {
  readonly workspaceId: string;
  readonly pathPrefix?: string;
  readonly languages?: readonly string[];
}

const NAMED_LIMIT = 100;
const WORDED_LIMIT = 60;

/** Definitions for the names of a question, broadly; and for its plain words, exactly. Null when there is nothing to look up. */
export async function findDefinitions(rpc: RpcClient, query: QueryUnderstanding, scope: SearchScope, ctx: CallContext): Promise<SymbolChannelResult | null> {
  const names = [...new Set(query.names.flatMap((name) => [name.name, name.leaf]))].slice(0, 32);
  const words = wordNames(query.words);
  if (names.length === 0 && words.length === 0) return null;
  const { workspaceId, pathPrefix, languages } = scope;
  const find = (list: string[], match: 'broad' | 'exact', limit: number) =>
    list.length === 0 ? null : rpc.call(astAnalysis.findSymbols, { workspaceId, names: list, match, limit, ...(pathPrefix ? { pathPrefix } : {}) }, ctx, { attempts: 2 });
  const [named, worded] = await Promise.all([find(names, 'broad', NAMED_LIMIT), find(words, 'exact', WORDED_LIMIT)]);
  const wanted = (hits: readonly SymbolHit[] = []) => (languages && languages.length > 0 ? hits.filter((hit) => languages.includes(hit.language)) : hits);
  return { named: wanted(named?.symbols), worded: wanted(worded?.symbols), generation: (named ?? worded)!.generation };
}

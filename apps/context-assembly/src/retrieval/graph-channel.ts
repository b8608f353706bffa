import { codeGraph, type GraphSymbol, type SymbolUse } from '@twinmcp/contracts';
import type { AskedRelation, QueryUnderstanding } from '@twinmcp/context';
import type { CallContext, RpcClient } from '@twinmcp/messaging';
import { classifyPath, type FusedPlace } from '@twinmcp/retrieval';
import type { SearchScope, SymbolChannelResult } from './symbol-channel.ts';

/** A place that the code graph knows of, without a score: lists are ordered best first. */
export type RelatedPlace = Omit<FusedPlace, 'score' | 'sources'>;

export interface GraphChannelResult {
  /** Names whose surroundings these are. */
  readonly targets: readonly string[];
  readonly places: readonly RelatedPlace[];
  /** What was asked for and is not known. */
  readonly missing: readonly AskedRelation[];
}

const MAX_TARGETS = 2;
/** A plain word that more symbols share is a word. */
const FEW = 3;
const SURE_NAME = 0.5;
/** Of more words any two make a name that something has. */
const FEW_WORDS = 4;
const MOST_USES = 300;
const MOST_PLACES = 40;
/** Lines shown around a use; uses that are nearer to each other are one place. */
const BEFORE = 3;
const AFTER = 4;
/** Of a class or function that is related: how it begins says how. */
const MOST_LINES = 40;
/** Tests that use a thing follow its uses in the code, where they were not asked for. */
const TESTS_BESIDE = 4;

/** What surrounds the things that a question names: their uses, tests, implementations, or what they call. Null where it asks for none of it, or names nothing. */
export async function findRelated(rpc: RpcClient, query: QueryUnderstanding, symbols: SymbolChannelResult | null, scope: SearchScope, ctx: CallContext): Promise<GraphChannelResult | null> {
  const { relations } = query;
  const targets = relations.length === 0 ? [] : targetsOf(query, symbols);
  if (targets.length === 0) return null;
  const inScope = ({ path, language }: RelatedPlace) => path.startsWith(scope.pathPrefix ?? '') && (!scope.languages || scope.languages.length === 0 || scope.languages.includes(language));
  // Tests are among the uses.
  const once = relations.filter((relation) => relation !== 'tests' || !relations.includes('uses'));
  const lists = await Promise.all(once.map(async (relation) => {
    const found = await Promise.all(targets.map((symbol) => placesOf(rpc, relation, relations, symbol, scope, ctx)));
    return { relation, places: found.flat().filter(inScope) };
  }));
  const places = lists.flatMap((list) => list.places);
  const missing = relations.filter((relation) => (relation === 'tests' ? !places.some(({ path }) => classifyPath(path) === 'test') : lists.find((list) => list.relation === relation)?.places.length === 0));
  // Where tests alone are asked for, uses elsewhere are no answer.
  const answers = missing.includes('tests') && relations.length === 1 ? [] : places;
  return { targets, places: answers.slice(0, MOST_PLACES), missing };
}

/** Names that something here is called; else the one plain word that few symbols have as their name ("who calls redirect"). */
function targetsOf({ names, words }: QueryUnderstanding, symbols: SymbolChannelResult | null): string[] {
  if (symbols === null) return [];
  const defined = names.filter(({ leaf, certainty }) => certainty >= SURE_NAME && symbols.named.some((hit) => hit.name === leaf)).map(({ name, leaf }) => (symbols.named.some(({ qualifiedName }) => qualifiedName === name || qualifiedName.endsWith(`.${name}`)) ? name : leaf));
  if (defined.length > 0 || names.length > 0) return [...new Set(defined)].slice(0, MAX_TARGETS);
  if (words.length > FEW_WORDS) return [];
  const rare = [...Map.groupBy(symbols.worded, ({ name }) => name)].filter(([, hits]) => hits.length <= FEW && hits.some(({ kind }) => CALLED.has(kind)));
  return rare.length === 1 ? [rare[0]![0]] : [];
}

const CALLED = new Set(['function', 'method', 'class', 'constructor', 'macro']);

async function placesOf(rpc: RpcClient, relation: AskedRelation, all: readonly AskedRelation[], symbol: string, { workspaceId, pathPrefix }: SearchScope, ctx: CallContext): Promise<RelatedPlace[]> {
  if (relation === 'implementations') {
    const { implementations } = await rpc.call(codeGraph.findImplementations, { workspaceId, symbol, limit: MOST_PLACES }, ctx, { attempts: 1 });
    return implementations.map(({ symbol: found }) => placeOfSymbol(found));
  }
  if (relation === 'callees') {
    const { nodes } = await rpc.call(codeGraph.getCalls, { workspaceId, symbol, direction: 'callees', limit: MOST_PLACES, withTests: false }, ctx, { attempts: 1 });
    return nodes.filter(({ depth }) => depth > 0).map(({ symbol: found }) => placeOfSymbol(found));
  }
  const { references } = await rpc.call(codeGraph.findReferences, { workspaceId, symbol, limit: MOST_USES, ...(pathPrefix ? { pathPrefix } : {}) }, ctx, { attempts: 1 });
  const uses = references.filter(({ kind }) => kind !== 'import');
  const inCode = placesOfUses(uses.filter(({ test }) => !test));
  const inTests = placesOfUses(uses.filter(({ test }) => test));
  return all.includes('tests') ? [...inTests, ...inCode] : [...inCode, ...inTests.slice(0, TESTS_BESIDE)];
}

function placeOfSymbol({ path, language, fileHash, qualifiedName, startLine, endLine }: GraphSymbol): RelatedPlace {
  return { path, language, fileHash, kind: 'symbol', symbol: qualifiedName, startLine, endLine: Math.min(endLine, startLine + MOST_LINES - 1) };
}

/** Calls before other uses, sure ones before guesses; uses near to each other together. The files take turns: the tenth use in one file says less than the first in another. */
function placesOfUses(uses: readonly SymbolUse[]): RelatedPlace[] {
  const places: (RelatedPlace & { weight: number; turn: number })[] = [];
  for (const [path, inFile] of Map.groupBy(uses, (use) => use.path)) {
    const groups: SymbolUse[][] = [];
    for (const use of [...inFile].sort((a, b) => a.line - b.line)) {
      const group = groups.at(-1);
      if (group && use.within === group[0]!.within && use.line - group.at(-1)!.line <= BEFORE + AFTER) group.push(use);
      else groups.push([use]);
    }
    const weighed = groups.map((group) => ({ group, weight: Math.max(...group.map(weightOf)) })).sort((a, b) => b.weight - a.weight || a.group[0]!.line - b.group[0]!.line);
    for (const [turn, { group, weight }] of weighed.entries()) {
      const { language, fileHash, within } = group[0]!;
      places.push({ path, language, fileHash, kind: 'part', symbol: within, startLine: Math.max(1, group[0]!.line - BEFORE), endLine: group.at(-1)!.line + AFTER, weight, turn });
    }
  }
  places.sort((a, b) => a.turn - b.turn || b.weight - a.weight || (a.path < b.path ? -1 : a.path > b.path ? 1 : 0) || a.startLine - b.startLine);
  return places.map(({ weight: _weight, turn: _turn, ...place }) => place);
}

const KINDS: Readonly<Partial<Record<SymbolUse['kind'], number>>> = { call: 1, new: 1, decorator: 0.9, extends: 0.8, implements: 0.8, write: 0.7, read: 0.7, type: 0.4 };
/** Examples and benchmarks use everything. */
const BESIDE_CODE = 0.5;
const weightOf = ({ kind, confidence, path, test }: SymbolUse): number => (KINDS[kind] ?? 0.5) * confidence * (test || classifyPath(path) === 'source' ? 1 : BESIDE_CODE);

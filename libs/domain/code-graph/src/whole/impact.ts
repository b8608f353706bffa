import type { LinkedWorkspace } from '../linked-workspace.ts';
import { isTestSupportPath } from '../languages.ts';
import type { ImpactOptions, ImpactResult } from '../model.ts';
import { findTargets, keyOf, toSymbol, type SymbolRef } from '../queries/symbols.ts';
import { overridden } from '../queries/inheritance.ts';
import { RELATIONS, placeOf, type SymbolGraph } from './symbol-graph.ts';

/** What is two steps away is touched less surely than what is one. */
const DECAY = 0.85;
const DEFAULT_CONFIDENCE = 0.3;
const MAX_TARGETS = 2_000;
/** Steps beyond the depth asked for that lead through helpers of tests to the tests that use them. */
const SUPPORT_STEPS = 3;

interface Reached {
  readonly node: number;
  readonly depth: number;
  readonly confidence: number;
  readonly relation: number;
  readonly via: number;
}

/** Who depends on what changes: edges backwards, each step believed less. */
export function impact(workspace: LinkedWorkspace, graph: SymbolGraph, options: ImpactOptions): ImpactResult {
  const { depth, limit, minConfidence = DEFAULT_CONFIDENCE } = options;
  const number = new Map(graph.files.map((file, i) => [file, i]));
  const nodeOf = ({ file, symbol }: SymbolRef): number => graph.bases[number.get(file)!]! + 1 + symbol;
  const changed = changedSymbols(workspace, options).filter(({ file }) => number.has(file));
  const start = new Map<number, number>();
  for (const one of changed) {
    start.set(nodeOf(one), nodeOf(one));
    // Who calls through a base reaches the method as well; who derives from a type inherits its change.
    for (const base of overridden(workspace, one)) if (number.has(base.file)) start.set(nodeOf(base), nodeOf(one));
  }
  const members = new Set(changed.flatMap((one) => (one.symbol < 0 ? [] : one.file.skeleton.children(one.symbol).map((symbol) => nodeOf({ file: one.file, symbol })))));
  for (const node of members) if (!start.has(node)) start.set(node, node);
  const reached = reach(graph, start, depth, minConfidence);
  const own = new Set(changed.map(nodeOf));
  const isFile = (node: number): boolean => placeOf(graph, node).symbol < 0;
  const list = [...reached.values()].filter(({ node }) => !own.has(node) && !members.has(node)).sort((a, b) => a.depth - b.depth || b.confidence - a.confidence || a.node - b.node);
  const files = new Map<string, { path: string; depth: number; symbols: number; confidence: number }>();
  const tests = new Map<string, { path: string; symbols: Set<string>; confidence: number }>();
  for (const one of list) {
    const { file, symbol } = placeOf(graph, one.node);
    if (file.test) {
      const known = tests.get(file.path) ?? { path: file.path, symbols: new Set<string>(), confidence: 0 };
      if (symbol >= 0) known.symbols.add(file.skeleton.symbols[symbol]!.qualifiedName);
      known.confidence = Math.max(known.confidence, one.confidence);
      tests.set(file.path, known);
      continue;
    }
    const known = files.get(file.path);
    if (!known) files.set(file.path, { path: file.path, depth: one.depth, symbols: symbol < 0 ? 0 : 1, confidence: one.confidence });
    else {
      known.symbols += symbol < 0 ? 0 : 1;
      known.depth = Math.min(known.depth, one.depth);
      known.confidence = Math.max(known.confidence, one.confidence);
    }
  }
  const affected = list.filter(({ node, relation }) => !placeOf(graph, node).file.test && !(isFile(node) && relation === 3));
  return {
    changed: changed.slice(0, limit).map(toSymbol),
    affected: affected.slice(0, limit).map(({ node, depth: at, confidence, relation, via }) => ({ symbol: toSymbol(placeOf(graph, node)), depth: at, confidence, relation: RELATIONS[relation]!, via: toSymbol(placeOf(graph, via)).qualifiedName })),
    files: [...files.values()].sort((a, b) => a.depth - b.depth || b.confidence - a.confidence || (a.path < b.path ? -1 : 1)).slice(0, limit),
    tests: runnable([...tests.values()]).sort((a, b) => b.confidence - a.confidence || (a.path < b.path ? -1 : 1)).slice(0, limit).map(({ path, symbols, confidence }) => ({ path, symbols: [...symbols].slice(0, 50), confidence })),
    truncated: affected.length > limit || files.size > limit || tests.size > limit,
  };
}

/** Helpers of tests are named only where no test that can be run was found. */
function runnable<T extends { readonly path: string }>(tests: readonly T[]): T[] {
  const found = tests.filter(({ path }) => !isTestSupportPath(path));
  return found.length > 0 ? found : [...tests];
}

function changedSymbols(workspace: LinkedWorkspace, { targets, paths = [] }: ImpactOptions): SymbolRef[] {
  const found = new Map<string, SymbolRef>();
  const add = (one: SymbolRef): void => void found.set(keyOf(one), one);
  for (const target of targets) {
    for (const one of findTargets(workspace, target)) if (found.size < MAX_TARGETS) add(one);
  }
  for (const path of paths) {
    const clean = path.replace(/^\.\//, '').replace(/\/$/, '');
    for (const file of workspace.table.all) {
      if (file.path !== clean && !file.path.startsWith(`${clean}/`)) continue;
      file.skeleton.symbols.forEach((_, symbol) => found.size < MAX_TARGETS && add({ file, symbol }));
      add({ file, symbol: -1 });
    }
  }
  return [...found.values()];
}

/** Best first within a depth: a node keeps the surest way of its smallest depth. */
function reach(graph: SymbolGraph, start: ReadonlyMap<number, number>, depth: number, minConfidence: number): Map<number, Reached> {
  const { incoming } = graph;
  const reached = new Map<number, Reached>();
  let level: Reached[] = [...start].map(([node, via]) => ({ node, depth: 0, confidence: 1, relation: 1, via }));
  const seen = new Set(start.keys());
  const supports = ({ node }: Reached): boolean => isTestSupportPath(placeOf(graph, node).file.path);
  for (let at = 1; at <= depth + SUPPORT_STEPS && level.length > 0; at++) {
    const next = new Map<number, Reached>();
    const beyond = at > depth;
    for (const from of beyond ? level.filter(supports) : level) {
      for (let i = incoming.starts[from.node]!; i < incoming.starts[from.node + 1]!; i++) {
        const node = incoming.nodes[i]!;
        if (seen.has(node)) continue;
        const relation = incoming.relation[i]!;
        // What a file only imports goes no further than the file.
        if (relation === 3 && at > 1) continue;
        if (beyond && !placeOf(graph, node).file.test) continue;
        const confidence = Math.round(from.confidence * (incoming.confidence[i]! / 100) * (at === 1 ? 1 : DECAY) * 1e4) / 1e4;
        if (confidence < minConfidence) continue;
        const known = next.get(node);
        if (!known || known.confidence < confidence) next.set(node, { node, depth: at, confidence, relation, via: at === 1 ? from.via : from.node });
      }
    }
    for (const one of next.values()) {
      seen.add(one.node);
      reached.set(one.node, one);
    }
    level = [...next.values()].filter(({ relation }) => relation !== 3);
  }
  return reached;
}

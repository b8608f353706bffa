import type { LinkedWorkspace, Pause } from '../linked-workspace.ts';
import type { CallGraphResult, CallNode, CallOptions, SymbolTarget } from '../model.ts';
import { findUses } from './find-uses.ts';
import { overridden } from './inheritance.ts';
import { DEFAULT_CONFIDENCE, THROUGH_BASE } from './references.ts';
import { compareRefs, findTargets, keyOf, toSymbol, type SymbolRef } from './symbols.ts';

const CALLS: ReadonlySet<string> = new Set(['call', 'new', 'decorator']);
const MAX_LINES = 20;

interface Step {
  readonly ref: SymbolRef;
  readonly from: SymbolRef;
  readonly lines: Set<number>;
  confidence: number;
}

/** Breadth first; a symbol stands where it is reached soonest. */
export async function calls(workspace: LinkedWorkspace, target: SymbolTarget, options: CallOptions, pause: Pause): Promise<CallGraphResult> {
  const { limit, minConfidence = DEFAULT_CONFIDENCE, withoutTests = false } = options;
  const nodes: CallNode[] = [];
  const place = new Map<string, number>();
  let truncated = false;
  let level: SymbolRef[] = findTargets(workspace, target).slice(0, limit);
  for (const ref of level) {
    place.set(keyOf(ref), nodes.length);
    nodes.push({ symbol: toSymbol(ref), depth: 0, from: -1, lines: [], confidence: 1 });
  }
  for (let depth = 1; depth <= Math.min(10, options.depth) && level.length > 0 && !truncated; depth++) {
    await pause();
    const steps = options.direction === 'callers' ? await callersOf(workspace, level, pause) : calleesOf(workspace, level);
    const next: SymbolRef[] = [];
    for (const step of [...steps.values()].sort((a, b) => b.confidence - a.confidence || compareRefs(a.ref, b.ref))) {
      if (step.confidence < minConfidence || (withoutTests && step.ref.file.test) || place.has(keyOf(step.ref))) continue;
      if (nodes.length >= limit) {
        truncated = true;
        break;
      }
      place.set(keyOf(step.ref), nodes.length);
      nodes.push({ symbol: toSymbol(step.ref), depth, from: place.get(keyOf(step.from)) ?? -1, lines: [...step.lines].sort((a, b) => a - b).slice(0, MAX_LINES), confidence: step.confidence });
      next.push(step.ref);
    }
    level = next;
  }
  return { nodes, truncated };
}

function note(steps: Map<string, Step>, ref: SymbolRef, from: SymbolRef, line: number, confidence: number): void {
  const key = keyOf(ref);
  const known = steps.get(key);
  if (!known) steps.set(key, { ref, from, lines: new Set([line]), confidence });
  else if (keyOf(known.from) === keyOf(from)) {
    known.lines.add(line);
    known.confidence = Math.max(known.confidence, confidence);
  } else if (confidence > known.confidence) steps.set(key, { ref, from, lines: new Set([line]), confidence });
}

async function callersOf(workspace: LinkedWorkspace, level: readonly SymbolRef[], pause: Pause): Promise<Map<string, Step>> {
  const steps = new Map<string, Step>();
  const meant = new Map<SymbolRef, { readonly ref: SymbolRef; readonly factor: number }>();
  for (const ref of level) {
    meant.set(ref, { ref, factor: 1 });
    for (const base of overridden(workspace, ref)) if (!level.some((one) => keyOf(one) === keyOf(base))) meant.set(base, { ref, factor: THROUGH_BASE });
  }
  for (const { file, edge, of } of await findUses(workspace, [...meant.keys()], pause)) {
    if (!CALLS.has(edge.kind)) continue;
    const { ref, factor } = meant.get(of)!;
    note(steps, { file, symbol: edge.from }, ref, edge.line, Math.round(edge.confidence * factor * 100) / 100);
  }
  return steps;
}

function calleesOf(workspace: LinkedWorkspace, level: readonly SymbolRef[]): Map<string, Step> {
  const steps = new Map<string, Step>();
  for (const ref of level) {
    const edges = workspace.edges(ref.file);
    const inside = ref.symbol < 0 ? new Set([-1]) : descendants(ref);
    for (let row = 0; row < edges.count; row++) {
      if (!inside.has(edges.from(row)) || edges.symbol(row) < 0) continue;
      const edge = edges.at(row);
      if (CALLS.has(edge.kind)) note(steps, { file: edge.to, symbol: edge.symbol }, ref, edge.line, edge.confidence);
    }
  }
  return steps;
}

/** A symbol with what is declared inside it: the calls of its closures are its own. */
function descendants({ file, symbol }: SymbolRef): Set<number> {
  const inside = new Set([symbol]);
  for (const one of inside) for (const child of file.skeleton.children(one)) inside.add(child);
  return inside;
}

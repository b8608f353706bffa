import type { SymbolKind } from '@twinmcp/contracts';
import type { LinkSymbol, ReferenceKind } from '@twinmcp/syntax';
import type { FileNode } from '../files/file-table.ts';
import type { EdgeReason } from '../model.ts';

/** What a name stands for. */
export interface Target {
  readonly file: FileNode;
  /** Index into the file's symbols, -1 for the file itself (a module). */
  readonly symbol: number;
  readonly confidence: number;
  readonly reason: EdgeReason;
}

/** `null`: the text does not say. An empty list: known to stand for nothing in the workspace. */
export type Resolution = readonly Target[] | null;

export const NOTHING: readonly Target[] = [];

/** 1 where the language leaves no choice; less where something outside the text decides. docs/code-graph.md gives the reasons. */
export const CONFIDENCE: Readonly<Record<EdgeReason, number>> = {
  'same-file': 1, import: 1, 're-export': 1, namespace: 1, self: 0.95, 'receiver-type': 0.9, inherited: 0.85, 'same-package': 0.95, include: 0.9, 'only-candidate': 0.6, 'one-of-several': 0.6,
};

export const CONTAINER_KINDS: ReadonlySet<SymbolKind> = new Set(['class', 'interface', 'enum', 'type', 'namespace', 'module']);
const TYPE_KINDS: ReadonlySet<SymbolKind> = new Set(['class', 'interface', 'enum', 'type', 'namespace', 'module']);
const ERASED_KINDS: ReadonlySet<SymbolKind> = new Set(['interface', 'type']);

export type Use = ReferenceKind | 'any';

/** Of several symbols of one name those that the use can mean: a type where a type is asked for, a value elsewhere. */
export function fitting(symbols: readonly LinkSymbol[], found: readonly number[], use: Use): readonly number[] {
  if (found.length < 2 || use === 'any') return found;
  const wantsType = use === 'type' || use === 'implements' || use === 'extends';
  const fit = found.filter((i) => (wantsType ? TYPE_KINDS.has(symbols[i]!.kind) : !ERASED_KINDS.has(symbols[i]!.kind)));
  return fit.length > 0 ? fit : found;
}

export function targetsIn(file: FileNode, found: readonly number[], use: Use, reason: EdgeReason, confidence = CONFIDENCE[reason]): Target[] {
  return fitting(file.skeleton.symbols, found, use).map((symbol) => ({ file, symbol, confidence, reason }));
}

export function moduleTarget(file: FileNode, reason: EdgeReason = 'import'): Target {
  return { file, symbol: -1, confidence: 1, reason };
}

/** The same targets, believed for another reason; never more than before. */
export function because(targets: readonly Target[], reason: EdgeReason): Target[] {
  return targets.map((target) => ({ ...target, reason, confidence: Math.min(target.confidence, CONFIDENCE[reason]) }));
}

export function symbolOf({ file, symbol }: Pick<Target, 'file' | 'symbol'>): LinkSymbol | null {
  return symbol < 0 ? null : file.skeleton.symbols[symbol]!;
}

export function distinct(targets: readonly Target[]): readonly Target[] {
  if (targets.length < 2) return targets;
  const best = new Map<string, Target>();
  for (const target of targets) {
    const key = `${target.file.path}\0${target.symbol}`;
    const known = best.get(key);
    if (!known || known.confidence < target.confidence) best.set(key, target);
  }
  return best.size === targets.length ? targets : [...best.values()];
}

import type { LinkedWorkspace, Pause } from '../linked-workspace.ts';
import type { ReferenceHit, ReferenceOptions, ReferencesResult, SymbolTarget } from '../model.ts';
import { findUses, type Use } from './find-uses.ts';
import { findTargets, keyOf, toSymbol, type SymbolRef } from './symbols.ts';
import { overridden } from './inheritance.ts';

export const DEFAULT_CONFIDENCE = 0.5;
/** A use of what a method overrides may be a use of the method. */
export const THROUGH_BASE = 0.8;

export async function references(workspace: LinkedWorkspace, target: SymbolTarget, options: ReferenceOptions, pause: Pause): Promise<ReferencesResult> {
  const found = findTargets(workspace, target);
  const asked = new Set(found.map(keyOf));
  const bases = found.flatMap((one) => overridden(workspace, one)).filter((base) => !asked.has(keyOf(base)));
  const uses = await findUses(workspace, [...found, ...bases], pause);
  const own = new Set(found.map((one) => one));
  const hits = new Map<string, ReferenceHit>();
  for (const use of uses) {
    const hit = toHit(use, own.has(use.of));
    if (!wanted(hit, options)) continue;
    const key = `${hit.path}\0${hit.line}\0${hit.column}\0${hit.kind}`;
    const known = hits.get(key);
    if (!known || known.confidence < hit.confidence) hits.set(key, hit);
  }
  const all = [...hits.values()].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : a.line - b.line || a.column - b.column || (a.kind < b.kind ? -1 : 1)));
  const offset = options.offset ?? 0;
  return { definitions: found.map(toSymbol), references: all.slice(offset, offset + options.limit), total: all.length };
}

function toHit({ file, edge }: Use, direct: boolean): ReferenceHit {
  return {
    path: file.path, language: file.language, fileHash: file.hash, line: edge.line, column: edge.column, kind: edge.kind, test: file.test,
    confidence: direct ? edge.confidence : Math.round(edge.confidence * THROUGH_BASE * 100) / 100, reason: direct ? edge.reason : 'inherited',
    within: edge.from < 0 ? null : file.skeleton.symbols[edge.from]!.qualifiedName,
  };
}

function wanted(hit: ReferenceHit, { kinds, pathPrefix, withoutTests, minConfidence = DEFAULT_CONFIDENCE }: ReferenceOptions): boolean {
  return hit.confidence >= minConfidence && (!kinds || kinds.includes(hit.kind)) && (!pathPrefix || hit.path.startsWith(pathPrefix)) && !(withoutTests && hit.test);
}

export function definitions(workspace: LinkedWorkspace, target: SymbolTarget, limit: number): SymbolRef[] {
  return findTargets(workspace, target).slice(0, limit);
}

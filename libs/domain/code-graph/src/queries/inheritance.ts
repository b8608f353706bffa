import type { FileNode } from '../files/file-table.ts';
import type { LinkedWorkspace, Pause } from '../linked-workspace.ts';
import type { ImplementationHit, SymbolTarget } from '../model.ts';
import { CONTAINER_KINDS } from '../names/resolution.ts';
import { findUses } from './find-uses.ts';
import { compareRefs, findTargets, keyOf, toSymbol, type SymbolRef } from './symbols.ts';

const MAX_TYPES = 2_000;

interface Derived {
  readonly ref: SymbolRef;
  readonly relation: 'extends' | 'implements';
  readonly depth: number;
  readonly confidence: number;
}

/** What a member overrides in the types above its own, nearest first. */
export function overridden(workspace: LinkedWorkspace, { file, symbol }: SymbolRef): SymbolRef[] {
  const owner = ownerOf({ file, symbol });
  if (owner < 0) return [];
  const { members } = workspace.context;
  const { name } = file.skeleton.symbols[symbol]!;
  const found = new Map<string, SymbolRef>();
  const seen = new Set<string>();
  const todo: SymbolRef[] = [{ file, symbol: owner }];
  for (let one = todo.shift(); one; one = todo.shift()) {
    if (seen.has(keyOf(one)) || seen.size > 50) continue;
    seen.add(keyOf(one));
    for (const base of members.bases(one.file, one.symbol).types) {
      todo.push({ file: base.file, symbol: base.symbol });
      for (const child of base.file.skeleton.child(base.symbol, name)) found.set(keyOf({ file: base.file, symbol: child }), { file: base.file, symbol: child });
    }
  }
  found.delete(keyOf({ file, symbol }));
  return [...found.values()];
}

export async function implementations(workspace: LinkedWorkspace, target: SymbolTarget, limit: number, pause: Pause): Promise<ImplementationHit[]> {
  const hits = new Map<string, ImplementationHit>();
  for (const found of findTargets(workspace, target)) {
    const owner = ownerOf(found);
    const isType = found.symbol >= 0 && CONTAINER_KINDS.has(found.file.skeleton.symbols[found.symbol]!.kind);
    if (!isType && owner < 0) continue;
    const name = isType ? null : found.file.skeleton.symbols[found.symbol]!.name;
    for (const { ref, relation, depth, confidence } of await derivedTypes(workspace, isType ? found : { file: found.file, symbol: owner }, pause)) {
      if (name === null) hits.set(keyOf(ref), { symbol: toSymbol(ref), relation, depth, confidence });
      else for (const child of membersNamed(workspace, ref, name)) hits.set(keyOf(child), { symbol: toSymbol(child), relation: 'overrides', depth, confidence });
    }
  }
  return [...hits.values()].sort((a, b) => a.depth - b.depth || (a.symbol.path < b.symbol.path ? -1 : a.symbol.path > b.symbol.path ? 1 : a.symbol.startLine - b.symbol.startLine)).slice(0, limit);
}

export async function derivedTypes(workspace: LinkedWorkspace, type: SymbolRef, pause: Pause): Promise<Derived[]> {
  const seen = new Map<string, Derived>();
  let level: SymbolRef[] = [type];
  const confidences = new Map([[keyOf(type), 1]]);
  for (let depth = 1; level.length > 0 && depth <= 20 && seen.size < MAX_TYPES; depth++) {
    const next: SymbolRef[] = [];
    for (const { file, edge, of } of await findUses(workspace, level, pause)) {
      if ((edge.kind !== 'extends' && edge.kind !== 'implements') || edge.from < 0 || edge.confidence < 0.3) continue;
      const ref = { file, symbol: edge.from };
      if (seen.has(keyOf(ref)) || keyOf(ref) === keyOf(type)) continue;
      const confidence = Math.round(edge.confidence * (confidences.get(keyOf(of)) ?? 1) * 100) / 100;
      confidences.set(keyOf(ref), confidence);
      seen.set(keyOf(ref), { ref, relation: edge.kind, depth, confidence });
      next.push(ref);
    }
    if (depth === 1 && type.file.family === 'go') for (const ref of structural(workspace, type)) seen.set(keyOf(ref), { ref, relation: 'implements', depth: 1, confidence: 0.8 });
    level = next.sort(compareRefs);
  }
  return [...seen.values()];
}

/** Go: a type implements an interface when it has all its methods. */
function structural({ table }: LinkedWorkspace, { file, symbol }: SymbolRef): SymbolRef[] {
  const { skeleton } = file;
  if (skeleton.symbols[symbol]!.kind !== 'interface') return [];
  const names = [...new Set(skeleton.children(symbol).map((i) => skeleton.symbols[i]!.name))];
  type Owners = Map<string, { readonly file: FileNode; readonly owner: string }>;
  let owners = null as Owners | null;
  for (const name of names) {
    const having: Owners = new Map();
    for (const one of table.definitions(name, 'go')) {
      const { qualifiedName, kind } = one.file.skeleton.symbols[one.symbol]!;
      if (kind !== 'method' || qualifiedName.length <= name.length + 1) continue;
      const owner = qualifiedName.slice(0, -name.length - 1);
      having.set(`${one.file.directory}\0${owner}`, { file: one.file, owner });
    }
    owners = owners === null ? having : new Map([...owners].filter(([key]) => having.has(key)));
    if (owners.size === 0) return [];
  }
  return [...(owners?.values() ?? [])].flatMap(({ file: near, owner }) => table.definitions(owner.slice(owner.lastIndexOf('.') + 1), 'go').filter((one) => {
    const { kind } = one.file.skeleton.symbols[one.symbol]!;
    return one.file.directory === near.directory && CONTAINER_KINDS.has(kind) && kind !== 'interface';
  }));
}

function membersNamed(workspace: LinkedWorkspace, { file, symbol }: SymbolRef, name: string): SymbolRef[] {
  const own = file.skeleton.child(symbol, name).map((child) => ({ file, symbol: child }));
  if (own.length > 0) return own;
  const { qualifiedName } = file.skeleton.symbols[symbol]!;
  return workspace.context.table.definitions(name, file.family).filter((one) => one.file.skeleton.symbols[one.symbol]!.qualifiedName === `${qualifiedName}.${name}` && (file.family !== 'go' || one.file.directory === file.directory)).map((one) => ({ file: one.file, symbol: one.symbol }));
}

function ownerOf({ file, symbol }: SymbolRef): number {
  if (symbol < 0) return -1;
  const { container } = file.skeleton.symbols[symbol]!;
  return container >= 0 && CONTAINER_KINDS.has(file.skeleton.symbols[container]!.kind) ? container : -1;
}

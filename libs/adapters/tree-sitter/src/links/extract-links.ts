import { REFERENCE_KINDS, linkSymbols, type CodeReference, type CodeSymbol, type FileLinks, type LinkSymbol } from '@twinmcp/syntax';
import type { TreeView } from '../flat/tree-view.ts';
import { LinkWalk } from './link-walk.ts';
import { NAME, type CompiledLinks } from './role-table.ts';
import { SymbolPlaces, SymbolSweep } from './symbol-places.ts';
import { ValueTypes } from './value-types.ts';

export interface ExtractedLinks {
  readonly links: FileLinks;
  readonly limited: boolean;
}

/** Imports, exports and uses of names of one file, and what the code graph needs of its symbols. */
export function extractLinks(view: TreeView, compiled: CompiledLinks, symbols: readonly CodeSymbol[], places: SymbolPlaces, nameNodes: readonly number[]): ExtractedLinks {
  const walk = new LinkWalk(view, compiled, places);
  const types = new ValueTypes(view, compiled, walk, symbols, nameNodes);
  const linked = linkSymbols(symbols, types.symbolTypes);
  const links: FileLinks = {
    packageName: walk.packageName, symbols: linked, imports: walk.imports, exports: walk.exports,
    references: referencesOf(view, compiled, walk, types, places, linked), shapes: [],
  };
  return { links, limited: walk.limited };
}

function referencesOf(view: TreeView, compiled: CompiledLinks, walk: LinkWalk, types: ValueTypes, places: SymbolPlaces, symbols: readonly LinkSymbol[]): CodeReference[] {
  const { start, parent, field } = view.tree;
  const { lineStarts } = places;
  const { members, nameKinds, carriers, dangling } = compiled;
  const { scopes, useNodes, useRoles, useScopes, useNames } = walk;
  const sweep = new SymbolSweep(places);
  const references: CodeReference[] = [];
  let row = 0;
  for (let i = 0; i < useNodes.length; i++) {
    const node = useNodes[i]!;
    const name = useNames[i]!;
    let around = parent[node]!;
    let property = node;
    if (carriers[view.typeId(around)]) [property, around] = [around, parent[around]!];
    const member = members[view.typeId(around)];
    let receiver: string | null = null;
    let receiverType: string | null = null;
    const taken = walk.taken.get(i);
    if (taken) {
      ({ receiver, type: receiverType } = types.takenFrom(taken, useScopes[i]!));
      if (receiver === '?' && receiverType === null) continue;
    } else if (dangling[view.typeId(around)]) receiver = '?';
    else if (member && member.property === field[property]) {
      const object = view.childById(around, member.object);
      if (object >= 0) ({ receiver, type: receiverType } = types.receiverOf(object, useScopes[i]!));
      else if (nameKinds[view.typeId(node)] === NAME.MEMBER) receiver = '?';
    } else {
      const binding = scopes.resolve(useScopes[i]!, name);
      if (binding && binding.scope > 0 && binding.symbol < 0 && !binding.imported) continue; // a parameter or local variable
    }
    const index = start[node]!;
    while (row + 1 < lineStarts.length && lineStarts[row + 1]! <= index) row++;
    const kind = REFERENCE_KINDS[useRoles[i]! - 1]!;
    const inside = sweep.around(index);
    references.push({ name: scopes.names[name]!, receiver, receiverType, kind, line: row + 1, column: index - lineStarts[row]!, symbol: kind === 'extends' || kind === 'implements' ? typeAround(symbols, inside, types.classAround(useScopes[i]!)) : inside });
  }
  return references;
}

const TYPES = new Set<CodeSymbol['kind']>(['class', 'interface', 'enum', 'type', 'namespace']);

/** Who extends is the type, also where a member of it says so (an embedded field). */
function typeAround(symbols: readonly LinkSymbol[], symbol: number, name: string | null): number {
  for (let at = symbol, up = 0; at >= 0 && up < 8; at = symbols[at]!.container, up++) if (TYPES.has(symbols[at]!.kind)) return at;
  // `impl Trait for Type` stands apart from its type.
  const named = name === null ? -1 : symbols.findIndex((one) => one.name === name && TYPES.has(one.kind));
  return named >= 0 ? named : symbol;
}

/** Leaves that stand where the symbols' names do, −1 where none does. */
export function findNameNodes(view: TreeView, symbols: readonly CodeSymbol[], places: SymbolPlaces): number[] {
  const nodes = symbols.map(() => -1);
  const order = symbols.map((_, index) => index).sort((a, b) => places.nameIndex(a) - places.nameIndex(b));
  const { start, next, count } = view.tree;
  let at = 0;
  for (let node = 0; node < count && at < order.length; node++) {
    if (next[node] !== node + 1) continue;
    const index = start[node]!;
    while (at < order.length && places.nameIndex(order[at]!) < index) at++;
    for (let same = at; same < order.length && places.nameIndex(order[same]!) === index; same++) if (nodes[order[same]!] === -1) nodes[order[same]!] = node;
  }
  return nodes;
}

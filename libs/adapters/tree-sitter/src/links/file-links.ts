import { encodeLinks, linkSymbols, type CodeSymbol, type FileLinks, type ImportLink } from '@twinmcp/syntax';
import type { PlainImport } from '../outline.ts';
import type { GrammarNames, TreeView } from '../flat/tree-view.ts';
import { shapesOf } from '../shapes/function-shapes.ts';
import { describeDecorators } from '../shapes/decorators.ts';
import { describeFunctions } from '../shapes/symbol-details.ts';
import { extractLinks, findNameNodes } from './extract-links.ts';
import type { LinkSpec } from './link-spec.ts';
import { CompiledLinks } from './role-table.ts';
import { SymbolPlaces } from './symbol-places.ts';

const compiled = new WeakMap<GrammarNames, Map<LinkSpec, CompiledLinks>>();

function compile(spec: LinkSpec, names: GrammarNames): CompiledLinks {
  let specs = compiled.get(names);
  if (!specs) compiled.set(names, (specs = new Map()));
  let one = specs.get(spec);
  if (!one) specs.set(spec, (one = new CompiledLinks(spec, names)));
  return one;
}

export interface LinkedFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly limited: boolean;
}

export interface Outlined {
  readonly symbols: readonly CodeSymbol[];
  readonly imports: readonly PlainImport[];
  readonly lineStarts: readonly number[];
}

/**
 * Links of a file, encoded; its symbols learn their parameters, return types and decorators on the way. A language without
 * rules for links has its imports, symbols and shapes, and no references.
 */
export function linkFile(view: TreeView, spec: LinkSpec | undefined, outline: Outlined): LinkedFile {
  const { symbols } = outline;
  const places = new SymbolPlaces(symbols, outline.lineStarts);
  const nameNodes = findNameNodes(view, symbols, places);
  const { bodies } = describeFunctions(view, symbols, nameNodes, places);
  describeDecorators(view, symbols, places);
  const shapes = shapesOf(view, symbols, bodies);
  if (!spec) {
    const links: FileLinks = { packageName: null, symbols: linkSymbols(symbols), imports: outline.imports.map(plainImport), exports: [], references: [], shapes };
    return { bytes: encodeLinks(links), limited: false };
  }
  const { links, limited } = extractLinks(view, compile(spec, view.names), symbols, places, nameNodes);
  return { bytes: encodeLinks({ ...links, shapes }), limited };
}

function plainImport({ module, names, line }: PlainImport): ImportLink {
  return { module, kind: 'import', bindings: names.map((name) => ({ imported: name, local: name, exported: null, typeOnly: false })), line };
}

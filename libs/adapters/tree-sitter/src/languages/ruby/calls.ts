import type { Node } from '../../flat/node.ts';
import type { Rule } from '../../language-spec.ts';
import type { Outline, Place } from '../../outline.ts';
import { childrenOf } from '../shared/declarations.ts';
import { VISIBILITY_WORDS, declareMethod, visibilityOf, type Visibility } from './methods.ts';

const ATTRIBUTES = new Set(['attr_accessor', 'attr_reader', 'attr_writer', 'attr', 'cattr_accessor', 'mattr_accessor', 'class_attribute', 'attribute']);

/** The name in `:name`, `"name"` or `name`. */
const plain = (text: string): string => text.replace(/^:?["']?|["']$/g, '');

/** Calls that declare: attributes, `private def`, `alias_method`, `define_method`; and blocks that hold declarations. */
export const call: Rule = (node, place, outline) => {
  const name = outline.textOf(node.childForFieldName('method') ?? node).slice(0, 60);
  const args = childrenOf(node.childForFieldName('arguments'));
  const first = args[0];
  if (first && !node.childForFieldName('receiver')) {
    if (VISIBILITY_WORDS[name]) return visible(VISIBILITY_WORDS[name], args, place, outline);
    if (ATTRIBUTES.has(name) && place.scope.kind === 'type') return args.forEach((arg) => /^(?:simple_symbol|string)$/.test(outline.typeOf(arg)) && outline.declare({ kind: 'accessor', name: plain(outline.textOf(arg)), nameNode: arg, node, shared: args.length > 1, exported: visibilityOf(place, outline) !== 'private', visibility: visibilityOf(place, outline) }, place));
    if (name === 'alias_method' || name === 'define_method') return void outline.declare({ kind: 'method', name: plain(outline.textOf(first).slice(0, 200)), nameNode: first, node, modifiers: name === 'alias_method' ? ['alias'] : [], bodyIndex: node.childForFieldName('block')?.startIndex, exported: true, visibility: visibilityOf(place, outline) }, place);
  }
  const body = node.childForFieldName('block')?.childForFieldName('body');
  if (body) outline.enter(childrenOf(body), { ...place.scope, depth: place.scope.depth + 1 });
};

/** `private def x` declares x; `private :x` says it of one declared before. */
function visible(visibility: Visibility, args: readonly Node[], place: Place, outline: Outline): void {
  for (const arg of args.slice(0, 200)) {
    const type = outline.typeOf(arg);
    if (type === 'method' || type === 'singleton_method') declareMethod(arg, place, outline, visibility);
    else if (type === 'simple_symbol') {
      const name = plain(outline.textOf(arg));
      const owner = place.scope.symbol >= 0 ? outline.symbols[place.scope.symbol]!.qualifiedName : null;
      for (const symbol of outline.symbols) if (symbol.name === name && symbol.container === owner) Object.assign(symbol, { visibility, exported: visibility !== 'private' });
    } else if (type === 'call') call(arg, place, outline);
  }
}

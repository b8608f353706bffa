import type { Node } from '../../flat/node.ts';
import type { Rule } from '../../language-spec.ts';
import type { Declaration, Outline, Place } from '../../outline.ts';
import { childrenOf } from '../shared/declarations.ts';

export type Visibility = 'public' | 'protected' | 'private';
const current = new WeakMap<Outline, Map<number, Visibility>>();
export const VISIBILITY_WORDS: Readonly<Record<string, Visibility>> = { public: 'public', protected: 'protected', private: 'private', module_function: 'public', private_class_method: 'private', public_class_method: 'public' };

/** What `private` above said; it holds for the rest of the class body. */
export const visibilityOf = (place: Place, outline: Outline): Visibility => (place.modifiers.includes('static') ? 'public' : (current.get(outline)?.get(place.scope.symbol) ?? 'public'));

/** A word alone on its line: `private`. */
export const visibilityWord: Rule = (node, place, outline) => {
  const word = place.scope.kind === 'type' ? VISIBILITY_WORDS[outline.textOf(node).slice(0, 40)] : undefined;
  if (!word) return;
  const bySymbol = current.get(outline) ?? new Map<number, Visibility>();
  current.set(outline, bySymbol.set(place.scope.symbol, word));
};

export function declareMethod(node: Node, place: Place, outline: Outline, forced?: 'public' | 'protected' | 'private'): void {
  const nameNode = node.childForFieldName('name');
  if (!nameNode) return;
  const singleton = outline.typeOf(node) === 'singleton_method';
  const name = outline.textOf(nameNode);
  const visibility = forced ?? (singleton ? 'public' : visibilityOf(place, outline));
  const kind: Declaration['kind'] = place.scope.kind !== 'type' ? 'function' : name === 'initialize' && !singleton ? 'constructor' : 'method';
  const parameters = node.childForFieldName('parameters');
  const symbol = outline.declare({
    kind, name, nameNode, node, bodyIndex: (parameters ?? nameNode).endIndex, visibility: place.scope.kind === 'type' ? visibility : null,
    modifiers: singleton || place.modifiers.includes('static') ? ['static'] : [], exported: place.scope.kind !== 'function' && visibility !== 'private',
  }, { ...place, modifiers: [] });
  const body = node.childForFieldName('body');
  if (symbol >= 0 && body) outline.enter(childrenOf(body), outline.inside(symbol, 'function', place.scope));
}

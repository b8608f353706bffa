import type { Node } from '../../flat/node.ts';
import type { Rule } from '../../language-spec.ts';
import type { Outline, Place } from '../../outline.ts';
import { childrenOf } from '../shared/declarations.ts';
import { isVisible, visibilityIn } from './visibility.ts';

const KINDS: Readonly<Record<string, { kind: 'class' | 'enum'; modifiers: readonly string[] }>> = {
  struct_specifier: { kind: 'class', modifiers: ['struct'] }, union_specifier: { kind: 'class', modifiers: ['union'] },
  class_specifier: { kind: 'class', modifiers: [] }, enum_specifier: { kind: 'enum', modifiers: [] },
};

/** A type with a body. Without a name it bears the one that it defines (`typedef struct { … } point;`, `struct { … } settings;`), or none: then its members belong to what is around it. */
export function declareType(node: Node, place: Place, outline: Outline, givenName?: Node, givenKind?: 'field' | 'variable'): void {
  const shape = KINDS[outline.typeOf(node)];
  const body = node.childForFieldName('body');
  if (!shape || !body) return;
  const own = node.childForFieldName('name');
  const nameNode = own ?? givenName;
  let scope = place.scope;
  if (nameNode) {
    const text = outline.textOf(nameNode).slice(0, 300);
    const parts = /^[^<]*/.exec(text)![0].trim().split(/\s*::\s*/);
    const qualifier = parts.slice(0, -1).join('.');
    const symbol = outline.declare({
      kind: own ? shape.kind : (givenKind ?? shape.kind), name: parts.at(-1)!, nameNode, node, bodyIndex: body.startIndex, modifiers: shape.modifiers,
      container: qualifier === '' ? undefined : place.scope.container ? `${place.scope.container}.${qualifier}` : qualifier,
      visibility: visibilityIn(place, outline), exported: isVisible('', place, outline),
    }, place);
    if (symbol < 0) return;
    scope = outline.inside(symbol, 'type', place.scope);
  }
  outline.enter(childrenOf(body), { ...scope, depth: place.scope.depth + 1 });
}

export const typeSpecifier: Rule = (node, place, outline) => declareType(node, place, outline);

export const enumerator: Rule = (node, place, outline) => {
  const nameNode = node.childForFieldName('name');
  if (nameNode) outline.declare({ kind: 'enum-member', name: outline.textOf(nameNode), nameNode, node, exported: place.scope.symbol < 0 || place.scope.exported }, place);
};

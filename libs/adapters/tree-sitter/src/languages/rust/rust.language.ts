import type { Node } from '../../flat/node.ts';
import type { LanguageSpec, Rule } from '../../language-spec.ts';
import type { Declaration, Outline, Place } from '../../outline.ts';
import { block, childrenOf, ownerOf } from '../shared/declarations.ts';
import { rustLinks } from './links.ts';

/** Within a trait, an enum or an implementation of a trait nothing says `pub`: its parts are as visible as itself. */
function isExported(pub: boolean, place: Place, outline: Outline): boolean {
  const owner = ownerOf(place, outline);
  if (!owner) return pub || place.exported;
  const given = owner.kind === 'interface' || owner.kind === 'enum' || owner.kind === 'enum-member' || place.exported;
  return (pub || given) && (owner.exported || owner.kind === 'module');
}

const item = (kind: Declaration['kind'], inner?: 'type' | 'function' | 'module', modifiers: readonly string[] = []): Rule => (node, place, outline) => {
  const nameNode = node.childForFieldName('name');
  if (!nameNode) return;
  const body = node.childForFieldName('body');
  const head = outline.text.slice(node.startIndex, nameNode.startIndex);
  const pub = /^pub\b(?!\s*\(\s*(?:crate|self|super|in)\b)/.test(head);
  const member = place.scope.kind === 'type' && kind === 'function';
  const words = head.match(/\b(?:async|unsafe|const|extern|static|mut)\b/g) ?? [];
  const symbol = outline.declare({
    kind: member ? 'method' : kind, name: outline.textOf(nameNode), nameNode, node, bodyIndex: body && outline.text[body.startIndex] === '{' ? body.startIndex : undefined,
    visibility: pub ? 'public' : head.startsWith('pub') ? 'protected' : null, exported: isExported(pub, place, outline),
    modifiers: [...modifiers, ...words.filter((word) => kind === 'function' || word !== 'const')],
  }, place);
  if (symbol >= 0 && body && inner) outline.enter(childrenOf(body), outline.inside(symbol, inner, place.scope));
};

/** An `impl` block has no symbol of its own; its type qualifies what is in it. */
const implementation: Rule = (node, place, outline) => {
  const body = node.childForFieldName('body');
  const name = /^(?:&\s*(?:'\w+\s*)?(?:mut\s+)?|dyn\s+)*(?:\w+\s*::\s*)*([\p{L}_][\p{L}\p{N}_]*)/u.exec(typeText(node, outline))?.[1];
  if (!body) return;
  const around = place.scope.container ?? ownerOf(place, outline)?.qualifiedName;
  const container = name && around ? `${around}.${name}` : name;
  const target = outline.symbols.find((symbol) => symbol.qualifiedName === container);
  const ofTrait = node.childForFieldName('trait') !== null;
  outline.enter(childrenOf(body), { ...place.scope, kind: 'type', container, depth: place.scope.depth + 1 }, { exported: ofTrait && (target?.exported ?? true), modifiers: [] });
};

function typeText(node: Node, outline: Outline): string {
  const type = node.childForFieldName('type');
  return type ? outline.textOf(type).slice(0, 300) : '';
}

/** `struct Point(pub f64, f64)`: fields without names are no symbols. */
const field = item('field');

const macro: Rule = (node, place, outline) => {
  const nameNode = node.childForFieldName('name');
  const attributes = place.lead.map((lead) => outline.textOf(lead)).join(' ');
  if (nameNode) outline.declare({ kind: 'function', name: outline.textOf(nameNode), nameNode, node, bodyIndex: nameNode.endIndex, modifiers: ['macro'], exported: attributes.includes('macro_export') }, place);
};

const foreign: Rule = (node, place, outline) => outline.enter(childrenOf(node.childForFieldName('body')), { ...place.scope, depth: place.scope.depth + 1 });

export const rust: LanguageSpec = {
  links: rustLinks,
  languages: ['rust'],
  grammar: 'tree-sitter-rust/tree-sitter-rust.wasm',
  comments: new Set(['line_comment', 'block_comment']),
  decorators: new Set(['attribute_item']),
  rules: {
    function_item: item('function', 'function'), function_signature_item: item('function'),
    struct_item: item('class', 'type', ['struct']), union_item: item('class', 'type', ['union']), field_declaration: field,
    enum_item: item('enum', 'type'), enum_variant: item('enum-member', 'type'),
    trait_item: item('interface', 'type', ['trait']), impl_item: implementation, mod_item: item('module', 'module'),
    const_item: item('constant'), static_item: item('variable'), type_item: item('type'), associated_type: item('type'),
    macro_definition: macro, foreign_mod_item: foreign,
    ERROR: block,
  },
};

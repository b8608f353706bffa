import type { LanguageSpec, Rule } from '../../language-spec.ts';
import { block, childrenOf } from '../shared/declarations.ts';
import { call } from './calls.ts';
import { declareMethod, visibilityWord } from './methods.ts';
import { rubyLinks } from './links.ts';

/** `class A::B` is B inside A. */
const typed = (kind: 'class' | 'module'): Rule => (node, place, outline) => {
  const nameNode = node.childForFieldName('name');
  if (!nameNode) return;
  const parts = outline.textOf(nameNode).slice(0, 300).replace(/\s+/g, '').replace(/^::/, '').split('::');
  const qualifier = parts.slice(0, -1).join('.');
  const around = place.scope.symbol >= 0 ? outline.symbols[place.scope.symbol]!.qualifiedName : undefined;
  const superclass = node.childForFieldName('superclass');
  const symbol = outline.declare({
    kind, name: parts.at(-1)!, nameNode: nameNode.childForFieldName('name') ?? nameNode, node, bodyIndex: (superclass ?? nameNode).endIndex, exported: place.scope.kind !== 'function',
    container: qualifier === '' ? undefined : around === undefined ? qualifier : `${around}.${qualifier}`,
  }, place);
  if (symbol >= 0) outline.enter(childrenOf(node.childForFieldName('body')), outline.inside(symbol, 'type', place.scope));
};

const method: Rule = (node, place, outline) => declareMethod(node, place, outline);

const singletonClass: Rule = (node, place, outline) => outline.enter(childrenOf(node.childForFieldName('body')), { ...place.scope, depth: place.scope.depth + 1 }, { exported: false, modifiers: ['static'] });

/** A constant; `Point = Struct.new(:x) do … end` and `Class.new` make a class. Global variables count where they are first given a value. */
const assignment: Rule = (node, place, outline) => {
  const left = node.childForFieldName('left');
  const right = node.childForFieldName('right');
  if (!left || place.scope.kind === 'function') return;
  const type = outline.typeOf(left);
  if (type !== 'constant' && type !== 'scope_resolution') return;
  const nameNode = left.childForFieldName('name') ?? left;
  const maker = right && outline.typeOf(right) === 'call' ? /^(?:::)?(Class|Module|Struct|Data|OpenStruct)\s*\.\s*(?:new|define)\b/.exec(outline.textOf(right).slice(0, 100))?.[1] : undefined;
  const symbol = outline.declare({ kind: maker === 'Module' ? 'module' : maker ? 'class' : 'constant', name: outline.textOf(nameNode), nameNode, node, exported: true, bodyIndex: right?.childForFieldName('block')?.startIndex }, place);
  const made = maker && right ? right.childForFieldName('block')?.childForFieldName('body') : null;
  if (symbol >= 0 && made) outline.enter(childrenOf(made), outline.inside(symbol, 'type', place.scope));
};

const alias: Rule = (node, place, outline) => {
  const nameNode = node.childForFieldName('name');
  if (!nameNode) return;
  const text = outline.textOf(nameNode).slice(0, 200);
  outline.declare({ kind: text.startsWith('$') ? 'variable' : place.scope.kind === 'type' ? 'method' : 'function', name: text.replace(/^:?["']?|["']$/g, ''), nameNode, node, modifiers: ['alias'], exported: true }, place);
};

const expression: Rule = (node, place, outline) => {
  for (const child of childrenOf(node)) if (outline.typeOf(child) === 'assignment') assignment(child, place, outline);
  block(node, place, outline);
};

export const ruby: LanguageSpec = {
  links: rubyLinks,
  languages: ['ruby'],
  grammar: 'tree-sitter-ruby/tree-sitter-ruby.wasm',
  comments: new Set(['comment']),
  decorators: new Set(),
  rules: {
    class: typed('class'), module: typed('module'), method, singleton_method: method, singleton_class: singletonClass,
    assignment, alias, call, identifier: visibilityWord,
    ...Object.fromEntries(['if', 'unless', 'then', 'else', 'begin', 'rescue', 'ensure', 'case', 'when', 'body_statement'].map((type) => [type, block])),
    if_modifier: expression, unless_modifier: expression, ERROR: block,
  },
};

import type { Node } from '../../flat/node.ts';
import type { LanguageSpec, Rule } from '../../language-spec.ts';
import { cRules } from '../c/c.language.ts';
import { maskCpp } from '../c/mask.ts';
import { declareMacroCalls } from '../c/preprocessor.ts';
import { typeSpecifier } from '../c/types.ts';
import { accessSpecifier, isVisible, visibilityIn } from '../c/visibility.ts';
import { childrenOf } from '../shared/declarations.ts';
import { cppLinks } from './links.ts';

/** `template <…>` before a declaration belongs to it. */
const template: Rule = (node, place, outline) => {
  const inner = childrenOf(node).at(-1);
  if (inner && outline.typeOf(inner) !== 'template_parameter_list') outline.visit(inner, { ...place, outer: place.outer ?? node });
};

/** `namespace a::b` is b inside a; without a name its contents belong to the file alone. */
const namespace: Rule = (node, place, outline) => {
  const nameNode = node.childForFieldName('name');
  const body = node.childForFieldName('body');
  if (!body) return;
  let scope = place.scope;
  for (const part of nameNode ? (outline.typeOf(nameNode) === 'nested_namespace_specifier' ? namesIn(nameNode) : [nameNode]) : []) {
    const symbol = outline.declare({ kind: 'namespace', name: outline.textOf(part), nameNode: part, node, bodyIndex: body.startIndex, exported: isVisible('', { ...place, scope }, outline) }, { ...place, scope });
    if (symbol < 0) return;
    scope = outline.inside(symbol, 'module', scope);
  }
  outline.enter(childrenOf(body), { ...scope, kind: nameNode ? scope.kind : 'block', depth: place.scope.depth + 1 });
};

const namesIn = (node: Node): Node[] => (node.descendantsOfType('namespace_identifier') as Node[]).slice(0, 20);

/** `module a;` and `import a;` of C++20, which read like declarations of a variable. */
const declaration: Rule = (node, place, outline) => {
  const type = node.childForFieldName('type');
  const word = type && place.scope.symbol < 0 ? outline.textOf(type).slice(0, 10) : '';
  const nameNode = node.childForFieldName('declarator');
  if (word === 'import' && nameNode) return;
  if (word === 'module' && nameNode) outline.declare({ kind: 'module', name: outline.textOf(nameNode), nameNode, node, exported: true }, place);
  else cRules.declaration!(node, place, outline);
};

const typed = (field: string): Rule => (node, place, outline) => {
  const nameNode = node.childForFieldName(field);
  if (nameNode && place.scope.kind !== 'function') outline.declare({ kind: 'type', name: outline.textOf(nameNode), nameNode, node, visibility: visibilityIn(place, outline), exported: isVisible('', place, outline) }, place);
};

export const cpp: LanguageSpec = {
  links: cppLinks,
  languages: ['cpp'], grammar: 'tree-sitter-cpp/tree-sitter-cpp.wasm', comments: new Set(['comment']), decorators: new Set(), mask: maskCpp, finish: declareMacroCalls,
  rules: {
    ...cRules, declaration, class_specifier: typeSpecifier, access_specifier: accessSpecifier, template_declaration: template, namespace_definition: namespace,
    alias_declaration: typed('name'), concept_definition: typed('name'),
  },
};

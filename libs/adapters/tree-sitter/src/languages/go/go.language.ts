import type { Node } from '../../flat/node.ts';
import type { LanguageSpec, Rule } from '../../language-spec.ts';
import type { Declaration, Outline, Place } from '../../outline.ts';
import { goLinks } from './links.ts';

const startsUpper = (name: string): boolean => /^\p{Lu}/u.test(name);

function declare(kind: Declaration['kind'], nameNode: Node, node: Node, place: Place, outline: Outline, more: Partial<Declaration> = {}): number {
  const name = outline.textOf(nameNode);
  const exported = startsUpper(name) && (place.scope.kind === 'module' || place.scope.exported);
  return outline.declare({ kind, name, nameNode, node, exported, visibility: startsUpper(name) ? 'public' : 'private', ...more }, place);
}

const functionDeclaration: Rule = (node, place, outline) => {
  const nameNode = node.childForFieldName('name');
  if (nameNode) declare('function', nameNode, node, place, outline, { bodyIndex: node.childForFieldName('body')?.startIndex });
};

/** A method is qualified by the type of its receiver, `func (s *Server[T]) Serve()` → Server.Serve. */
const methodDeclaration: Rule = (node, place, outline) => {
  const nameNode = node.childForFieldName('name');
  const receiver = node.childForFieldName('receiver');
  if (!nameNode) return;
  const container = receiver ? /([\p{L}_][\p{L}\p{N}_]*)(?:\[[^\]]*\])?\s*,?\s*\)$/u.exec(outline.textOf(receiver).slice(0, 500))?.[1] : undefined;
  declare('method', nameNode, node, place, outline, { container, bodyIndex: node.childForFieldName('body')?.startIndex });
};

/** `type`, `const` and `var` come alone or in parentheses; alone, the comment and the keyword belong to the one spec. */
const specs: Rule = (node, place, outline) => {
  const list = (node.namedChildren as Node[]).find((child) => outline.typeOf(child) === 'var_spec_list');
  const children = ((list ?? node).namedChildren as Node[]) ?? [];
  const grouped = list !== undefined || outline.text.slice(node.startIndex, node.startIndex + 200).match(/^\w+\s*\(/) !== null;
  if (grouped) outline.enter(children, { ...place.scope, depth: place.scope.depth + 1 });
  else for (const child of children) outline.visit(child, { ...place, outer: node });
};

const typeSpec: Rule = (node, place, outline) => {
  const nameNode = node.childForFieldName('name');
  const type = node.childForFieldName('type');
  if (!nameNode) return;
  const typeName = type ? outline.typeOf(type) : '';
  const kind = typeName === 'interface_type' ? 'interface' : typeName === 'struct_type' ? 'class' : 'type';
  const body = type && kind === 'class' ? type.firstNamedChild : type;
  const symbol = declare(kind, nameNode, node, place, outline, { bodyIndex: type && kind !== 'type' ? outline.text.indexOf('{', type.startIndex) : undefined, modifiers: kind === 'class' ? ['struct'] : [] });
  if (symbol >= 0 && body && kind !== 'type') outline.enter(body.namedChildren as Node[], outline.inside(symbol, 'type', place.scope));
};

const values = (kind: 'constant' | 'variable'): Rule => (node, place, outline) => {
  if (place.scope.kind === 'function') return;
  const names = node.childrenForFieldName('name') as Node[];
  for (const nameNode of names) {
    if (outline.typeOf(nameNode) === 'identifier' && outline.textOf(nameNode) !== '_') declare(kind, nameNode, node, place, outline, { shared: names.length > 1 });
  }
};

/** An embedded type is a field that bears the type's name. */
const fieldDeclaration: Rule = (node, place, outline) => {
  const names = node.childrenForFieldName('name') as Node[];
  for (const nameNode of names) declare('field', nameNode, node, place, outline, { shared: names.length > 1 });
  const type = node.childForFieldName('type');
  if (names.length > 0 || !type) return;
  const named = outline.typeOf(type) === 'generic_type' ? type.childForFieldName('type') : type;
  const nameNode = named && outline.typeOf(named) === 'qualified_type' ? named.childForFieldName('name') : named;
  if (nameNode) declare('field', nameNode, node, place, outline, { modifiers: ['embedded'] });
};

const methodElement: Rule = (node, place, outline) => {
  const nameNode = node.childForFieldName('name');
  if (nameNode) declare('method', nameNode, node, place, outline);
};

/** The package clause carries the documentation of the package. It qualifies nothing: names are qualified by types. */
const packageClause: Rule = (node, place, outline) => {
  const nameNode = node.firstNamedChild;
  if (nameNode) outline.declare({ kind: 'module', name: outline.textOf(nameNode), nameNode, node, exported: true }, place);
};

const block: Rule = (node, place, outline) => outline.enter(node.namedChildren as Node[], { ...place.scope, depth: place.scope.depth + 1 });

export const go: LanguageSpec = {
  links: goLinks,
  languages: ['go'],
  grammar: 'tree-sitter-go/tree-sitter-go.wasm',
  comments: new Set(['comment']),
  decorators: new Set(),
  rules: {
    package_clause: packageClause, function_declaration: functionDeclaration, method_declaration: methodDeclaration,
    type_declaration: specs, const_declaration: specs, var_declaration: specs,
    type_spec: typeSpec, type_alias: typeSpec, const_spec: values('constant'), var_spec: values('variable'),
    field_declaration: fieldDeclaration, method_elem: methodElement,
    ERROR: block,
  },
};

import type { Node } from '../../flat/node.ts';
import type { LanguageSpec, Rule } from '../../language-spec.ts';
import type { Outline, Place } from '../../outline.ts';
import { block, childrenOf } from '../shared/declarations.ts';
import { luaLinks } from './links.ts';

const isLocal = (node: Node, outline: Outline): boolean => outline.text.startsWith('local', node.startIndex);

/** `M.sub.name` and `M:name`: the last part is the name, the rest qualifies it. */
function parts(node: Node, outline: Outline): { nameNode: Node; container: string | undefined; method: boolean } {
  const nameNode = node.childForFieldName('field') ?? node.childForFieldName('method');
  const table = node.childForFieldName('table');
  if (!nameNode || !table) return { nameNode: node, container: undefined, method: false };
  return { nameNode, container: outline.textOf(table).slice(0, 200).replace(/\s+/g, ''), method: true };
}

function declareFunction(target: Node, node: Node, value: Node, place: Place, outline: Outline, local: boolean): void {
  const { nameNode, container, method } = parts(target, outline);
  const parameters = value.childForFieldName('parameters');
  const symbol = outline.declare({
    kind: method || place.scope.kind === 'type' ? 'method' : 'function', name: outline.textOf(nameNode), nameNode, node, bodyIndex: parameters?.endIndex, container,
    modifiers: local ? ['local'] : [], exported: !local && place.scope.kind !== 'function',
  }, place);
  const body = value.childForFieldName('body');
  if (symbol >= 0 && body) outline.enter(childrenOf(body), outline.inside(symbol, 'function', place.scope));
}

const functionDeclaration: Rule = (node, place, outline) => {
  const name = node.childForFieldName('name');
  if (name) declareFunction(name, node, node, place, outline, isLocal(node, outline));
};

/** `local a, b = 1, function() end`: functions everywhere, other values at the top of the file. */
function assignments(node: Node, outer: Node, place: Place, outline: Outline, local: boolean): void {
  const [targets, values] = childrenOf(node).map((child) => childrenOf(child));
  for (const [index, target] of (targets ?? []).slice(0, 100).entries()) {
    const value = values?.[index];
    const type = value ? outline.typeOf(value) : '';
    if (type === 'function_call' && /^require\s*\(?\s*(['"])[^'"\n]{1,300}\1/.test(outline.textOf(value!).slice(0, 400))) continue; // an import, not a value
    if (type === 'function_definition') declareFunction(target, outer, value!, place, outline, local);
    else if (place.scope.kind !== 'function') declareValue(target, value, type, outer, place, outline, { local, shared: targets!.length > 1 });
  }
}

function declareValue(target: Node, value: Node | undefined, type: string, outer: Node, place: Place, outline: Outline, how: { local: boolean; shared: boolean }): void {
  const { nameNode, container } = parts(target, outline);
  const name = outline.textOf(nameNode);
  if (!/^[A-Za-z_]\w*$/.test(name)) return;
  const symbol = outline.declare({ kind: container !== undefined ? 'field' : /^[A-Z][A-Z0-9_]*$/.test(name) && name.length > 1 ? 'constant' : 'variable', name, nameNode, node: outer, container, modifiers: how.local ? ['local'] : [], exported: !how.local, shared: how.shared }, place);
  if (symbol < 0 || !value || type !== 'table_constructor') return;
  const scope = outline.inside(symbol, 'type', place.scope);
  for (const field of childrenOf(value)) {
    const key = field.childForFieldName('name');
    const method = field.childForFieldName('value');
    if (key && method && outline.typeOf(method) === 'function_definition') declareFunction(key, field, method, { ...place, scope, lead: [], outer: null }, outline, how.local);
  }
}

const variables: Rule = (node, place, outline) => {
  const inner = node.firstNamedChild;
  if (inner && outline.typeOf(inner) === 'assignment_statement') assignments(inner, node, place, outline, true);
};

const assignment: Rule = (node, place, outline) => assignments(node, node, place, outline, false);

export const lua: LanguageSpec = {
  links: luaLinks,
  languages: ['lua'],
  grammar: '@tree-sitter-grammars/tree-sitter-lua/tree-sitter-lua.wasm',
  comments: new Set(['comment']),
  decorators: new Set(),
  rules: { function_declaration: functionDeclaration, variable_declaration: variables, assignment_statement: assignment, if_statement: block, do_statement: block, block, ERROR: block },
};

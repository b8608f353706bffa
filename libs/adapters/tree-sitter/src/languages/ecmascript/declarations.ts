import type { Node } from '../../flat/node.ts';
import type { Rule } from '../../language-spec.ts';
import type { Declaration, Outline, Place, Scope } from '../../outline.ts';
import { isFunction, keyName, unwrap, wordsBefore } from './names.ts';
import { enterFunction, enterObject, enterValue } from './values.ts';

function bodyOf(node: Node): Node | null {
  return node.childForFieldName('body');
}

/** Declares `node` by its `name` field; members or nested functions are looked for in its body. */
export function named(kind: Declaration['kind'], inner: 'type' | 'function' | 'module' | null): Rule {
  return (node, place, outline) => {
    const nameNode = node.childForFieldName('name');
    if (!nameNode) {
      enterFunction(node, place, outline, place.scope.symbol);
      return;
    }
    const body = bodyOf(node);
    const symbol = outline.declare({ kind, name: keyName(nameNode, outline), nameNode, node, bodyIndex: body?.startIndex, modifiers: wordsBefore(node, nameNode, outline).modifiers }, place);
    if (body && inner && symbol >= 0) outline.enter(body.namedChildren as Node[], outline.inside(symbol, inner, place.scope));
  };
}

export const typeAlias: Rule = (node, place, outline) => {
  const nameNode = node.childForFieldName('name');
  if (!nameNode) return;
  const value = node.childForFieldName('value');
  const symbol = outline.declare({ kind: 'type', name: outline.textOf(nameNode), nameNode, node, bodyIndex: value && outline.typeOf(value) === 'object_type' ? value.startIndex : undefined }, place);
  if (value && symbol >= 0 && outline.typeOf(value) === 'object_type') outline.enter(value.namedChildren as Node[], outline.inside(symbol, 'type', place.scope));
};

/** `namespace A.B` is B inside A, both on the same lines. */
export const namespace: Rule = (node, place, outline) => {
  const nameNode = node.childForFieldName('name');
  const body = bodyOf(node);
  if (!nameNode) return;
  let scope = place.scope;
  for (const part of outline.typeOf(nameNode) === 'nested_identifier' ? (nameNode.descendantsOfType(['identifier', 'property_identifier']) as Node[]) : [nameNode]) {
    const symbol = outline.declare({ kind: 'namespace', name: keyName(part, outline), nameNode: part, node, bodyIndex: body?.startIndex }, { ...place, scope });
    if (symbol < 0) return;
    scope = { ...outline.inside(symbol, 'module', scope), exported: false };
  }
  if (body) outline.enter(body.namedChildren as Node[], scope);
};

/** `const`, `let`, `var`: one symbol a name at module level; in functions only what holds a function or class. */
export const variables: Rule = (node, place, outline) => {
  const declarators = (node.namedChildren as Node[]).filter((child) => outline.typeOf(child) === 'variable_declarator');
  const constant = outline.text.startsWith('const', node.startIndex);
  const hoisted = outline.text.startsWith('var', node.startIndex);
  for (const declarator of declarators) {
    const outer = declarators.length === 1 ? (place.outer ?? node) : declarator;
    const lead = declarator === declarators[0] ? place.lead : [];
    // `var` in a block at the top of a file belongs to the file, `let` and `const` to the block.
    const scope: Scope = place.scope.kind === 'block' && !hoisted ? { ...place.scope, kind: 'function' } : place.scope;
    variable(declarator, { ...place, scope, outer, lead }, outline, constant);
  }
};

function variable(node: Node, place: Place, outline: Outline, constant: boolean): void {
  const nameNode = node.childForFieldName('name');
  if (!nameNode) return;
  const value = unwrap(node.childForFieldName('value'), outline);
  const type = value ? outline.typeOf(value) : '';
  if (value && isRequire(value, outline)) return;
  const local = place.scope.kind === 'function';
  if (outline.typeOf(nameNode) !== 'identifier') {
    if (!local) destructured(nameNode, node, place, outline, constant);
    return;
  }
  const callable = isFunction(type);
  if (local && !callable && type !== 'class' && type !== 'object') return;
  const name = outline.textOf(nameNode);
  const inner = callable || type === 'class' ? value!.childForFieldName('name') : null;
  const renamed = inner !== null && outline.textOf(inner) !== name; // `const a = function b() {}` declares both
  const kind = renamed ? (constant ? 'constant' : 'variable') : callable ? 'function' : type === 'class' ? 'class' : constant ? 'constant' : 'variable';
  if (local && type === 'object') {
    const owner = place.scope.symbol >= 0 ? `${outline.symbols[place.scope.symbol]!.qualifiedName}.` : '';
    return enterObject(value!, place, outline, place.scope.symbol, owner + name);
  }
  const body = value && (callable || type === 'class') ? bodyOf(value) : type === 'object' ? value : null;
  const modifiers = callable && outline.text.startsWith('async', value!.startIndex) ? ['async'] : [];
  const symbol = outline.declare({ kind, name, nameNode, node, bodyIndex: body?.startIndex, modifiers }, place);
  if (symbol >= 0 && value) enterValue(value, type, place, outline, symbol);
}

/** `return class …`, `return { … }`: what a factory makes is looked into like a value of its own. */
export const returned: Rule = (node, place, outline) => {
  const value = unwrap(node.firstNamedChild, outline);
  if (!value) return;
  const type = outline.typeOf(value);
  if ((type === 'class' || isFunction(type)) && value.childForFieldName('name')) named(type === 'class' ? 'class' : 'function', type === 'class' ? 'type' : 'function')(value, place, outline);
  else enterValue(value, type, place, outline, place.scope.symbol);
};

function destructured(pattern: Node, node: Node, place: Place, outline: Outline, constant: boolean): void {
  const todo = (pattern.namedChildren as Node[]).slice(0, 500).reverse();
  for (let child = todo.pop(), seen = 0; child && seen < 500; child = todo.pop(), seen++) {
    const type = outline.typeOf(child);
    if (type === 'shorthand_property_identifier_pattern' || type === 'identifier') {
      outline.declare({ kind: constant ? 'constant' : 'variable', name: outline.textOf(child), nameNode: child, node, shared: true }, place);
    } else if (type === 'pair_pattern') todo.push(child.childForFieldName('value')!);
    else if (type === 'object_assignment_pattern' || type === 'assignment_pattern') todo.push(child.childForFieldName('left')!);
    else if (type === 'rest_pattern' || type === 'object_pattern' || type === 'array_pattern') todo.push(...(child.namedChildren as Node[]).slice(0, 500).reverse());
  }
}

/** `const x = require('m')`: an import, not a symbol. */
function isRequire(value: Node, outline: Outline): boolean {
  return outline.text.startsWith('require', value.startIndex) && /^require\(\s*(['"`])([^'"`\n]{1,500})\1\s*\)(?:\.([\w$]+))?$/.test(outline.text.slice(value.startIndex, value.endIndex).slice(0, 600));
}

import type { Node } from '../../flat/node.ts';
import type { Rule } from '../../language-spec.ts';
import type { Outline, Place } from '../../outline.ts';
import { isFunction, unwrap } from './names.ts';
import { enterArguments, enterFunction, enterObject, enterValue } from './values.ts';

export const exportStatement: Rule = (node, place, outline) => {
  const isDefault = /^export\s+default\b/.test(outline.text.slice(node.startIndex, node.startIndex + 40));
  const outer: Place = { ...place, outer: node, exported: true, modifiers: isDefault ? ['default'] : place.modifiers };
  const declaration = node.childForFieldName('declaration');
  if (declaration) return void (defaultWithoutName(declaration, outer, outline) || outline.visit(declaration, outer));
  if (node.childForFieldName('source')) return;
  const value = unwrap(node.childForFieldName('value'), outline);
  if (!value) return void exportList(node, outline);
  const type = outline.typeOf(value);
  if (type === 'identifier') markExported(outline, outline.textOf(value));
  else if (isFunction(type) || type === 'class') void (defaultWithoutName(value, outer, outline) || declareDefault(value, type, outer, outline));
  else if (type === 'object') enterObject(value, { ...outer, exported: true }, outline, place.scope.symbol, 'default');
  else if (type === 'call_expression') enterArguments(value, place, outline, place.scope.symbol);
};

/** `export default function () {}` has no name but can be imported: it is called `default`. */
function defaultWithoutName(node: Node, place: Place, outline: Outline): boolean {
  if (node.childForFieldName('name') || !place.modifiers.includes('default')) return false;
  const type = outline.typeOf(node);
  if (!isFunction(type) && type !== 'class' && type !== 'class_declaration' && type !== 'function_declaration' && type !== 'generator_function_declaration') return false;
  declareDefault(node, type, place, outline);
  return true;
}

function declareDefault(node: Node, type: string, place: Place, outline: Outline): void {
  const nameNode = node.childForFieldName('name');
  const kind = type.startsWith('class') ? 'class' : 'function';
  const body = node.childForFieldName('body');
  const symbol = outline.declare({ kind, name: nameNode ? outline.textOf(nameNode) : 'default', nameNode: nameNode ?? node, node, bodyIndex: body?.startIndex }, place);
  if (symbol < 0) return;
  if (kind === 'class' && body) outline.enter(body.namedChildren as Node[], outline.inside(symbol, 'type', place.scope));
  else enterFunction(node, place, outline, symbol);
}

const exportNames = new WeakMap<Outline, Set<string>>();

function markExported(outline: Outline, name: string): void {
  const names = exportNames.get(outline) ?? new Set();
  exportNames.set(outline, names.add(name));
}

function exportList(node: Node, outline: Outline): void {
  const text = outline.textOf(node).slice(0, 20_000);
  const braces = /\{([^}]*)\}/.exec(text);
  for (const part of (braces?.[1] ?? '').split(',')) {
    const name = part.trim().replace(/^type\s+/, '').split(/\s+as\s+/)[0]!.trim();
    if (name !== '') markExported(outline, name);
  }
  const assigned = /^export\s*=\s*([\w$]+)/.exec(text)?.[1];
  if (assigned) markExported(outline, assigned);
}

/** `export { a }`, `export default a`, `module.exports = a` may stand anywhere in the file. */
export function applyExports(outline: Outline): void {
  const names = exportNames.get(outline);
  if (!names) return;
  const roots = new Set<string>();
  for (const symbol of outline.symbols) {
    if (symbol.container === null && names.has(symbol.name)) {
      symbol.exported = true;
      roots.add(symbol.qualifiedName);
    } else if (symbol.container !== null && roots.has(symbol.container) && symbol.visibility !== 'private' && symbol.kind !== 'function' && symbol.kind !== 'variable' && symbol.kind !== 'constant') symbol.exported = true;
  }
}

export const expressionStatement: Rule = (node, place, outline) => {
  const expression = unwrap(node.firstNamedChild, outline);
  if (!expression) return;
  const type = outline.typeOf(expression);
  if (type === 'internal_module') outline.visit(expression, { ...place, outer: place.outer ?? node });
  else if (type === 'assignment_expression') assignment(expression, { ...place, outer: node }, outline);
  else if (type === 'call_expression') enterArguments(expression, place, outline, place.scope.symbol);
  else if (type === 'unary_expression') {
    const call = unwrap(expression.childForFieldName('argument'), outline);
    if (call && outline.typeOf(call) === 'call_expression') enterArguments(call, place, outline, place.scope.symbol);
  } else if (isFunction(type) || type === 'class') outline.visit(expression, place);
};

/** What CommonJS and prototypes declare by assignment. Plain `x = 1` and `this.x = 1` declare nothing here. */
function assignment(node: Node, place: Place, outline: Outline): void {
  const targets = [node.childForFieldName('left')!];
  let value = unwrap(node.childForFieldName('right'), outline);
  while (value && outline.typeOf(value) === 'assignment_expression' && targets.length < 50) {
    targets.push(value.childForFieldName('left')!);
    value = unwrap(value.childForFieldName('right'), outline);
  }
  if (!value) return;
  for (const [index, target] of targets.entries()) {
    if (target.endIndex - target.startIndex <= 300) assign(target, value, { ...place, lead: index === 0 ? place.lead : [] }, outline);
  }
}

function assign(left: Node, value: Node, place: Place, outline: Outline): void {
  const target = outline.textOf(left).replace(/\s+/g, '');
  const type = outline.typeOf(value);
  if (/^(?:module\.)?exports$/.test(target)) return moduleExports(value, type, place, outline);
  const parts = /^([\w$.]+)\.([\w$#]+)$/.exec(target);
  if (!parts) {
    if (isFunction(type) && /^[\w$]+$/.test(target)) declareAssigned(left, 'function', target, undefined, value, type, place, outline);
    else if (type === 'call_expression') enterArguments(value, place, outline, place.scope.symbol);
    return;
  }
  const [, object, property] = parts as unknown as [string, string, string];
  const nameNode = left.childForFieldName('property') ?? left;
  const callable = isFunction(type) || type === 'class';
  if (property === 'prototype' && type === 'object') enterObject(value, place, outline, place.scope.symbol, object);
  else if (/^(?:module\.)?exports$/.test(object)) exportProperty(nameNode, property, value, type, place, outline);
  else if (callable) {
    const owner = object.replace(/\.prototype$/, '');
    declareAssigned(nameNode, type === 'class' ? 'class' : 'method', property, owner === 'this' ? undefined : owner, value, type, place, outline);
  } else if (type === 'object' || type === 'call_expression') enterValue(value, type, place, outline, place.scope.symbol);
}

function exportProperty(nameNode: Node, name: string, value: Node, type: string, place: Place, outline: Outline): void {
  if (type === 'identifier') markExported(outline, outline.textOf(value));
  if (type === 'identifier' && outline.textOf(value) === name) return; // exports.x = x: x itself is the symbol
  const kind = type === 'class' ? 'class' : isFunction(type) ? 'function' : 'constant';
  declareAssigned(nameNode, kind, name, undefined, value, type, { ...place, exported: true }, outline);
}

function declareAssigned(nameNode: Node, kind: 'function' | 'method' | 'class' | 'constant', name: string, container: string | undefined, value: Node, type: string, place: Place, outline: Outline): void {
  const body = value.childForFieldName('body');
  const symbol = outline.declare({ kind, name, nameNode, node: place.outer!, bodyIndex: body?.startIndex, container }, place);
  if (symbol >= 0) enterValue(value, type, place, outline, symbol);
}

function moduleExports(value: Node, type: string, place: Place, outline: Outline): void {
  if (type === 'identifier') return markExported(outline, outline.textOf(value));
  if (type === 'object') {
    for (const child of value.namedChildren as Node[]) {
      const childType = outline.typeOf(child);
      if (childType === 'shorthand_property_identifier') markExported(outline, outline.textOf(child));
      else if (childType === 'pair' && outline.typeOf(child.childForFieldName('value')!) === 'identifier') markExported(outline, outline.textOf(child.childForFieldName('value')!));
    }
    return enterObject(value, { ...place, exported: true }, outline, place.scope.symbol, undefined);
  }
  if (isFunction(type) || type === 'class') return declareDefault(value, type, { ...place, exported: true }, outline);
  if (type === 'call_expression' || type === 'new_expression') enterArguments(value, place, outline, place.scope.symbol);
}

import type { Node } from '../../flat/node.ts';
import type { Rule } from '../../language-spec.ts';
import type { Declaration } from '../../outline.ts';
import { isFunction, keyName, unwrap, wordsBefore } from './names.ts';
import { enterFunction, enterValue } from './values.ts';

export const method: Rule = (node, place, outline) => {
  const nameNode = node.childForFieldName('name');
  if (!nameNode) return;
  const name = keyName(nameNode, outline);
  const { modifiers, visibility } = wordsBefore(node, nameNode, outline);
  let kind: Declaration['kind'] = 'method';
  const owner = place.scope.symbol >= 0 ? outline.symbols[place.scope.symbol]!.kind : null;
  if (name === 'constructor' && !modifiers.includes('static') && owner === 'class') kind = 'constructor';
  else if (modifiers.includes('get') || modifiers.includes('set')) kind = 'accessor';
  const body = node.childForFieldName('body');
  const symbol = outline.declare({ kind, name, nameNode, node, bodyIndex: body?.startIndex, modifiers, visibility: name.startsWith('#') ? 'private' : visibility }, place);
  if (symbol < 0) return;
  if (kind === 'constructor') parameterProperties(node, place, outline);
  enterFunction(node, place, outline, symbol);
};

/** `constructor(private readonly x: X)` declares the property x of the class. */
const parameterProperties: Rule = (node, place, outline) => {
  const parameters = node.childForFieldName('parameters');
  if (!parameters) return;
  for (const parameter of parameters.namedChildren as Node[]) {
    const nameNode = parameter.childForFieldName('pattern');
    if (!nameNode || outline.typeOf(nameNode) !== 'identifier') continue;
    const { modifiers, visibility } = wordsBefore(parameter, nameNode, outline);
    if (visibility === null && !modifiers.includes('readonly') && !modifiers.includes('override')) continue;
    outline.declare({ kind: 'property', name: outline.textOf(nameNode), nameNode, node: parameter, modifiers, visibility, doc: null }, { ...place, lead: [], outer: null });
  }
};

export const field: Rule = (node, place, outline) => {
  const nameNode = node.childForFieldName('name') ?? node.childForFieldName('property');
  if (!nameNode) return;
  const name = keyName(nameNode, outline);
  const { modifiers, visibility } = wordsBefore(node, nameNode, outline);
  const value = unwrap(node.childForFieldName('value'), outline);
  const type = value ? outline.typeOf(value) : '';
  const body = value && isFunction(type) ? value.childForFieldName('body') : null;
  const symbol = outline.declare({ kind: isFunction(type) ? 'method' : 'property', name, nameNode, node, bodyIndex: body?.startIndex, modifiers, visibility: name.startsWith('#') ? 'private' : visibility }, place);
  if (symbol >= 0 && value) enterValue(value, type, place, outline, symbol);
};

export const enumMembers: Rule = (node, place, outline) => {
  const nameNode = node.childForFieldName('name');
  const body = node.childForFieldName('body');
  if (!nameNode) return;
  const symbol = outline.declare({ kind: 'enum', name: outline.textOf(nameNode), nameNode, node, bodyIndex: body?.startIndex, modifiers: wordsBefore(node, nameNode, outline).modifiers }, place);
  if (symbol >= 0 && body) outline.enter(body.namedChildren as Node[], outline.inside(symbol, 'type', place.scope));
};

/** A member of an enum stands in the body as its bare name, or as name = value. */
export const enumMember: Rule = (node, place, outline) => {
  if (place.scope.kind !== 'type') return;
  const nameNode = node.childForFieldName('name') ?? node;
  outline.declare({ kind: 'enum-member', name: keyName(nameNode, outline), nameNode, node }, place);
};

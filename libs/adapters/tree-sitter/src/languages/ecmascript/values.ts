import type { Node } from '../../flat/node.ts';
import type { Outline, Place } from '../../outline.ts';
import { isFunction, keyName, unwrap, wordsBefore } from './names.ts';

/** Looks for declarations inside a function without declaring it (callbacks, module wrappers). */
export function enterFunction(node: Node, place: Place, outline: Outline, symbol: number): void {
  const body = node.childForFieldName('body');
  if (!body) return;
  const scope = outline.inside(symbol, 'function', place.scope);
  if (outline.typeOf(body) === 'statement_block' || outline.typeOf(body) === 'class_body') outline.enter(body.namedChildren as Node[], scope);
}

/** Looks into what a name was given: a class, a function, an object, or a call that got one of them. */
export function enterValue(value: Node, type: string, place: Place, outline: Outline, symbol: number): void {
  if (declareNamed(value, type, place, outline, symbol)) return;
  const body = type === 'class' || isFunction(type) ? value.childForFieldName('body') : null;
  if (type === 'class' && body) outline.enter(body.namedChildren as Node[], outline.inside(symbol, 'type', place.scope));
  else if (body) enterFunction(value, place, outline, symbol);
  else if (type === 'object') enterObject(value, place, outline, symbol, undefined);
  else if (type === 'call_expression' || type === 'new_expression') enterArguments(value, place, outline, symbol);
}

/** `{ a: function b() {} }`: a function or class with a name of its own is also called by that. */
function declareNamed(value: Node, type: string, place: Place, outline: Outline, symbol: number): boolean {
  const nameNode = type === 'class' || isFunction(type) ? value.childForFieldName('name') : null;
  if (!nameNode || outline.textOf(nameNode) === outline.symbols[symbol]?.name) return false;
  outline.visit(value, { scope: outline.inside(symbol, 'function', place.scope), lead: [], outer: value, exported: false, modifiers: [] });
  return true;
}

/** Functions, classes and objects among the arguments of a call: `describe('…', () => { … })`, `(function () { … })()`. */
export function enterArguments(call: Node, place: Place, outline: Outline, symbol: number): void {
  const args = call.childForFieldName('arguments');
  const scope: Place = { ...place, exported: false, modifiers: [] };
  const callee = unwrap(call.childForFieldName('function'), outline);
  for (const candidate of [callee, ...((args?.namedChildren ?? []) as Node[]).slice(0, 100)]) {
    const node = candidate && unwrap(candidate, outline);
    if (!node) continue;
    const type = outline.typeOf(node);
    if (isFunction(type)) void (declareNamed(node, type, scope, outline, symbol) || enterFunction(node, scope, outline, symbol));
    else if (type === 'object' && candidate !== callee) enterObject(node, scope, outline, symbol, undefined);
    else if (type === 'call_expression' && candidate === callee) enterArguments(node, scope, outline, symbol);
  }
}

const MAX_OBJECT_DEPTH = 3;

/**
 * The functions of an object literal, as methods of what it was given to; nested objects qualify them.
 * `container` is the qualified name of that, when it is not the symbol itself.
 */
export function enterObject(object: Node, place: Place, outline: Outline, symbol: number, container: string | undefined, depth = 0): void {
  const scope = outline.inside(symbol, 'type', place.scope);
  let lead: Node[] = [];
  for (const child of object.namedChildren as Node[]) {
    const type = outline.typeOf(child);
    if (type === 'comment') {
      lead.push(child);
      continue;
    }
    const at: Place = { scope, lead, outer: null, exported: place.exported, modifiers: [] };
    lead = [];
    if (type === 'method_definition') objectMethod(child, at, outline, container);
    else if (type === 'pair') pair(child, at, outline, symbol, container, depth);
  }
}

function objectMethod(node: Node, place: Place, outline: Outline, container: string | undefined): void {
  const nameNode = node.childForFieldName('name');
  if (!nameNode) return;
  const { modifiers } = wordsBefore(node, nameNode, outline);
  const accessor = modifiers.includes('get') || modifiers.includes('set');
  const body = node.childForFieldName('body');
  const symbol = outline.declare({ kind: accessor ? 'accessor' : 'method', name: keyName(nameNode, outline), nameNode, node, bodyIndex: body?.startIndex, modifiers, container }, place);
  if (symbol >= 0) enterFunction(node, place, outline, symbol);
}

function pair(node: Node, place: Place, outline: Outline, owner: number, container: string | undefined, depth: number): void {
  const nameNode = node.childForFieldName('key');
  const value = unwrap(node.childForFieldName('value'), outline);
  if (!nameNode || !value) return;
  const type = outline.typeOf(value);
  const name = keyName(nameNode, outline);
  if (isFunction(type) || type === 'class') {
    const body = value.childForFieldName('body');
    const modifiers = outline.text.startsWith('async', value.startIndex) ? ['async'] : [];
    const symbol = outline.declare({ kind: type === 'class' ? 'class' : 'method', name, nameNode, node, bodyIndex: body?.startIndex, modifiers, container }, place);
    if (symbol >= 0) enterValue(value, type, place, outline, symbol);
  } else if (type === 'object' && depth < MAX_OBJECT_DEPTH) {
    const outer = container ?? (owner >= 0 ? outline.symbols[owner]!.qualifiedName : undefined);
    enterObject(value, place, outline, owner, outer === undefined ? name : `${outer}.${name}`, depth + 1);
  }
}

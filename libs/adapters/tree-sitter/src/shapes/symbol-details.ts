import type { CodeParameter, CodeSymbol } from '@twinmcp/syntax';
import type { TreeView } from '../flat/tree-view.ts';
import type { SymbolPlaces } from '../links/symbol-places.ts';

const FUNCTIONS: ReadonlySet<CodeSymbol['kind']> = new Set(['function', 'method', 'constructor', 'accessor']);
const RETURN_FIELDS = ['return_type', 'result', 'returns', 'type'];
const VALUE_FIELDS = ['value', 'right'];
const DEFAULT_FIELDS = ['value', 'default_value', 'right', 'default'];
const NAME_FIELDS = ['name', 'pattern', 'left', 'declarator'];
const PARAMETER_LISTS = new Set(['formal_parameters', 'parameters', 'parameter_list', 'function_value_parameters', 'method_parameters', 'class_parameters']);
const BODIES = new Set(['function_body', 'block', 'body_statement', 'compound_statement', 'statement_block']);
const LEAF_NAME = /^(?!type_).*identifier|^simple_identifier$|^variable_name$|^name$|^self$|^this$|^self_parameter$/;
const TYPE = /(?:^|_)type$|^type_identifier$/;
/** Parameters that are read as a whole: patterns, and the object itself. */
const WHOLE = /^(?:object|array|tuple|list|struct)_pattern$|^self_parameter$/;
const MAX_PARAMETERS = 255;
const MAX_TEXT = 128;

export interface Functions {
  /** Node of each symbol that is a function with a body, −1 for others. */
  readonly bodies: readonly number[];
}

/** Writes parameters and return types to the functions among the symbols, as the source has them. */
export function describeFunctions(view: TreeView, symbols: readonly MutableSymbol[], nameNodes: readonly number[], places: SymbolPlaces): Functions {
  const bodies = symbols.map(() => -1);
  for (const [index, symbol] of symbols.entries()) {
    if (!FUNCTIONS.has(symbol.kind)) continue;
    const found = functionOf(view, nameNodes[index]!, places.starts[index]!, places.ends[index]!);
    if (!found) continue;
    if (found.body >= 0) bodies[index] = found.node;
    symbol.parameters = parametersOf(view, found.parameters);
    symbol.returnType = returnTypeOf(view, found, nameNodes[index]!);
  }
  return { bodies };
}

type MutableSymbol = { -readonly [K in keyof CodeSymbol]: CodeSymbol[K] };

interface Found {
  readonly node: number;
  readonly parameters: number;
  readonly body: number;
}

/** The function that a name is of: around it, or the value that it is given. */
function functionOf(view: TreeView, name: number, start: number, end: number): Found | null {
  if (name < 0) return null;
  const { tree } = view;
  let parameters = -1;
  for (let node = tree.parent[name]!, up = 0; node >= 0 && up < 6 && tree.start[node]! >= start && tree.end[node]! <= end; node = tree.parent[node]!, up++) {
    if (parameters < 0) parameters = listOf(view, node);
    const body = bodyOf(view, node);
    if (body >= 0 && parameters >= 0) return { node, parameters, body };
    for (const field of VALUE_FIELDS) {
      const value = view.child(node, field);
      if (value < 0 || value <= name) continue;
      const list = listOf(view, value);
      const inside = bodyOf(view, value);
      if (inside >= 0) return { node: value, parameters: list, body: inside };
    }
    if (body >= 0) return { node, parameters, body };
    if (parameters >= 0 && !isDeclarator(view, node)) return { node, parameters, body: -1 };
  }
  return null;
}

const isDeclarator = (view: TreeView, node: number): boolean => view.typeOf(node).endsWith('declarator');

function listOf(view: TreeView, node: number): number {
  const list = view.child(node, 'parameters');
  if (list >= 0) return list;
  const one = view.child(node, 'parameter');
  if (one >= 0) return one;
  for (const child of view.children(node)) if (PARAMETER_LISTS.has(view.typeOf(child)) && view.tree.field[child] === 0) return child;
  return -1;
}

function bodyOf(view: TreeView, node: number): number {
  const body = view.child(node, 'body');
  if (body >= 0) return body;
  for (const child of view.children(node)) if (BODIES.has(view.typeOf(child))) return child;
  return -1;
}

function returnTypeOf(view: TreeView, { node, parameters, body }: Found, name: number): string | null {
  for (const field of RETURN_FIELDS) {
    const type = view.child(node, field);
    if (type >= 0 && type !== parameters && type !== name) return written(view, type, /^\s*(?::|->)\s*/);
  }
  // Grammars without fields: the type between parameters and body.
  if (parameters < 0) return null;
  for (const child of view.namedChildren(node)) if (child > parameters && (body < 0 || child < body) && TYPE.test(view.typeOf(child))) return written(view, child, null);
  return null;
}

function parametersOf(view: TreeView, list: number): CodeParameter[] {
  const parameters: CodeParameter[] = [];
  if (list < 0) return parameters;
  if (view.isLeaf(list)) return LEAF_NAME.test(view.typeOf(list)) ? [plain(view, list)] : parameters; // x => …
  const [typeField, nameField] = [view.names.fieldId('type'), view.names.fieldId('name')];
  let ownType = -1;
  let assigned = false;
  for (const child of view.children(list)) {
    if (parameters.length >= MAX_PARAMETERS) break;
    const type = view.typeOf(child);
    const field = view.tree.field[child]!;
    if (!view.isNamed(child)) {
      assigned ||= type === '='; // Kotlin writes the default behind the parameter
      continue;
    }
    const last = parameters[parameters.length - 1];
    if (assigned && last) parameters[parameters.length - 1] = { ...last, default: written(view, child, null), optional: true };
    // C# writes the last parameter without a node of its own: `params int[] rest`.
    else if (field !== 0 && field === typeField) ownType = child;
    else if (field !== 0 && field === nameField && ownType >= 0) parameters.push({ ...plain(view, child), type: written(view, ownType, null), rest: true });
    const taken = assigned || (field !== 0 && ownType >= 0);
    assigned = false;
    if (taken) continue;
    if (type.includes('comment') || type.includes('separator') || type === 'decorator' || type.includes('annotation') || type === 'ERROR') continue;
    parameters.push(...parameterOf(view, child).filter((one) => one.name !== '' || one.type !== 'void')); // `f(void)` of C takes none
  }
  return parameters;
}

/** One declaration of parameters: Go writes several names before one type. */
function parameterOf(view: TreeView, node: number): CodeParameter[] {
  const kind = view.typeOf(node);
  if (view.isLeaf(node) || WHOLE.test(kind)) return [plain(view, node)];
  const field = view.child(node, 'type');
  const typeNode = field >= 0 ? field : typeIn(view, node);
  const type = typeNode < 0 ? null : written(view, typeNode, /^\s*:\s*/);
  const value = DEFAULT_FIELDS.map((field) => view.child(node, field)).find((child) => child >= 0 && child !== typeNode) ?? assignedIn(view, node);
  const text = view.text.slice(view.tree.start[node], Math.min(view.tree.end[node]!, view.tree.start[node]! + 300));
  const rest = /rest|spread|splat|variadic/.test(kind) || /^(?:\.\.\.|\*)/.test(text) || /^[^=]*\.\.\./.test(text);
  const names = namesIn(view, node, typeNode);
  const optional = value !== undefined || kind.includes('optional') || /^[^=:,]*\?\s*(?::|$)/.test(text);
  return names.map((name) => ({ name, type, default: value === undefined ? null : written(view, value, null), optional, rest }));
}

/** What stands behind a bare `=`. */
function assignedIn(view: TreeView, node: number): number | undefined {
  let assigned = false;
  for (const child of view.children(node)) {
    if (assigned) return child;
    assigned = !view.isNamed(child) && view.typeOf(child) === '=';
  }
  return undefined;
}

function typeIn(view: TreeView, node: number): number {
  for (const child of view.namedChildren(node)) if (view.tree.field[child] === 0 && TYPE.test(view.typeOf(child))) return child;
  return -1;
}

function plain(view: TreeView, node: number): CodeParameter {
  return { name: written(view, node, null) ?? '', type: null, default: null, optional: false, rest: false };
}

function namesIn(view: TreeView, node: number, type: number): string[] {
  const id = view.names.fieldId('name');
  const named: string[] = [];
  if (id !== 0) for (const child of view.children(node)) if (view.tree.field[child] === id && view.isNamed(child)) named.push(written(view, child, null) ?? '');
  if (named.length > 0) return named;
  for (const field of NAME_FIELDS) {
    const child = view.child(node, field);
    if (child >= 0) return [innermost(view, child)];
  }
  for (const child of view.namedChildren(node)) {
    if (child !== type && (view.isLeaf(child) ? LEAF_NAME.test(view.typeOf(child)) : /pattern|identifier|declarator|parameter/.test(view.typeOf(child)))) return [innermost(view, child)];
  }
  return type >= 0 && view.isLeaf(type) ? [''] : type >= 0 ? [''] : [written(view, node, null) ?? ''];
}

/** `*p`, `...rest`: the name inside; `{ a, b }` stays as it is written. */
function innermost(view: TreeView, node: number): string {
  let at = node;
  for (let down = 0; down < 5 && !view.isLeaf(at) && /declarator|splat|rest/.test(view.typeOf(at)); down++) {
    const inside = view.child(at, 'declarator');
    const next = inside >= 0 ? inside : view.firstNamed(at);
    if (next < 0) break;
    at = next;
  }
  return written(view, at, null) ?? '';
}

function written(view: TreeView, node: number, mark: RegExp | null): string | null {
  const { start, end } = view.tree;
  let text = view.text.slice(start[node], Math.min(end[node]!, start[node]! + 4 * MAX_TEXT));
  if (mark) text = text.replace(mark, '');
  text = text.replace(/\s+/g, ' ').trim();
  return text === '' ? null : text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT - 1)}…` : text;
}

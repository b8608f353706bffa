import type { Node } from '../../flat/node.ts';
import type { LanguageSpec, Rule } from '../../language-spec.ts';
import type { Outline } from '../../outline.ts';
import { block, childrenOf, declareEach, named, type ExportRule } from '../shared/declarations.ts';

/** Public unless said otherwise; `internal` ends at the module. */
const exports: ExportRule = (words, place) => place.scope.kind !== 'function' && words.visibility !== 'private' && !words.all.has('internal') && (place.scope.symbol < 0 || place.scope.exported);

const child = (node: Node, outline: Outline, ...types: string[]): Node | null => childrenOf(node).find((candidate) => types.includes(outline.typeOf(candidate))) ?? null;
const classBody = (node: Node, outline: Outline): Node | null => child(node, outline, 'class_body', 'enum_class_body');

/** Classes, interfaces and enums are one node; the words before the name tell them apart. */
const typed: Rule = (node, place, outline) => {
  const nameNode = node.childForFieldName('name');
  if (!nameNode) return;
  const head = outline.text.slice(node.startIndex, nameNode.startIndex);
  const kind = /\binterface\s+$/.test(head) ? 'interface' : /\benum\s+class\s+$/.test(head) ? 'enum' : 'class';
  const index = outline.symbols.length;
  named(kind, { exports, inner: 'type', body: classBody })(node, place, outline);
  if (outline.symbols.length > index) parameters(node, index, place, outline);
};

/** `class A(val size: Int)` declares the property size. */
function parameters(node: Node, index: number, place: Parameters<Rule>[1], outline: Outline): void {
  const constructor = child(node, outline, 'primary_constructor');
  const list = constructor && child(constructor, outline, 'class_parameters');
  const at = { scope: outline.inside(index, 'type', place.scope), lead: [], outer: null, exported: false, modifiers: [] };
  for (const parameter of childrenOf(list)) {
    const nameNode = child(parameter, outline, 'identifier');
    if (nameNode && /\b(?:val|var)\s+$/.test(outline.text.slice(parameter.startIndex, nameNode.startIndex))) declareEach([nameNode], 'property', parameter, at, outline, exports);
  }
}

const functionBody = (node: Node, outline: Outline): Node | null => {
  const body = child(node, outline, 'function_body');
  return body && (child(body, outline, 'block') ?? body);
};
const functions = named((_node, place) => (place.scope.kind === 'type' ? 'method' : 'function'), { exports, inner: 'function', body: functionBody });

const property: Rule = (node, place, outline) => {
  if (place.scope.kind === 'function') return;
  const variable = child(node, outline, 'variable_declaration', 'multi_variable_declaration');
  if (!variable) return;
  const names = outline.typeOf(variable) === 'variable_declaration' ? [variable.firstNamedChild!] : childrenOf(variable).flatMap((part) => part.firstNamedChild ?? []);
  const head = outline.text.slice(node.startIndex, variable.startIndex);
  declareEach(names, /\bconst\b/.test(head) ? 'constant' : place.scope.kind === 'type' ? 'property' : /\bvar\s/.test(head) ? 'variable' : 'constant', node, place, outline, exports);
};

/** A companion's members are called by the name of the class. */
const companion: Rule = (node, place, outline) => {
  const name = node.childForFieldName('name') ?? child(node, outline, 'identifier');
  if (name) return named('class', { exports, inner: 'type', modifiers: ['object'], body: classBody, name: () => name })(node, place, outline);
  outline.enter(childrenOf(classBody(node, outline)), { ...place.scope, depth: place.scope.depth + 1 }, { exported: false, modifiers: ['static'] });
};

const constructor: Rule = (node, place, outline) => {
  const nameNode = child(node, outline, 'function_value_parameters');
  if (nameNode) outline.declare({ kind: 'constructor', name: 'constructor', nameNode, node, bodyIndex: child(node, outline, 'block')?.startIndex, exported: place.scope.exported }, place);
};

const imported: Rule = (node, _place, outline) => {
  const match = /^import\s+([\w.`]+?)(\.\*)?(?:\s+as\s+\w+)?\s*$/.exec(outline.textOf(node).slice(0, 500).trim());
  if (!match) return;
  const path = match[1]!.replace(/`/g, '');
  const cut = path.lastIndexOf('.');
  outline.imports.push({ module: match[2] ? path : path.slice(0, Math.max(0, cut)), names: [match[2] ? '*' : path.slice(cut + 1)], line: node.startPosition.row + 1 });
};

export const kotlin: LanguageSpec = {
  languages: ['kotlin'],
  grammar: '@tree-sitter-grammars/tree-sitter-kotlin/tree-sitter-kotlin.wasm',
  comments: new Set(['line_comment', 'block_comment']),
  decorators: new Set(),
  rules: {
    class_declaration: typed, object_declaration: named('class', { exports, inner: 'type', modifiers: ['object'], body: classBody }), companion_object: companion,
    function_declaration: functions, property_declaration: property, secondary_constructor: constructor,
    enum_entry: named('enum-member', { exports: (_words, place) => place.scope.exported, inner: 'type', body: classBody, name: (node, outline) => child(node, outline, 'identifier') }),
    type_alias: named('type', { exports, name: (node, outline) => node.childForFieldName('type') ?? child(node, outline, 'identifier') }),
    import: imported, class_body: block, ERROR: block,
  },
};

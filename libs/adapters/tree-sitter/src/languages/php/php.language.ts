import type { Node } from '../../flat/node.ts';
import type { LanguageSpec, Rule } from '../../language-spec.ts';
import type { Outline, Place } from '../../outline.ts';
import { block, childrenOf, named, ownerOf, wordsOf, type ExportRule } from '../shared/declarations.ts';
import { maskTemplate } from './mask.ts';
import { phpLinks } from './links.ts';

/** Everything but what is private, and what functions declare for themselves. */
const exports: ExportRule = (words, place) => place.scope.kind !== 'function' && words.visibility !== 'private' && (place.scope.symbol < 0 || place.scope.exported);

const namespace: Rule = (node, place, outline) => {
  const nameNode = node.childForFieldName('name');
  const body = node.childForFieldName('body');
  const root = { symbol: -1, kind: 'module', exported: false, depth: place.scope.depth } as const;
  const symbol = nameNode ? outline.declare({ kind: 'namespace', name: outline.textOf(nameNode).replace(/\s+/g, ''), nameNode, node, bodyIndex: body?.startIndex, exported: true }, { ...place, scope: root }) : -1;
  const scope = symbol < 0 ? { ...root, depth: root.depth + 1 } : outline.inside(symbol, 'module', root);
  if (body) outline.enter(childrenOf(body), scope);
  else outline.continueIn({ ...scope, depth: root.depth });
};

/** `$a, $b = 1` of a class, `const A = 1, B = 2`. */
const elements = (element: string, kindOf: (place: Place) => 'property' | 'constant'): Rule => (node, place, outline) => {
  const found = childrenOf(node).filter((child) => outline.typeOf(child) === element);
  for (const child of found) {
    const nameNode = plainName(child.childForFieldName('name') ?? child.firstNamedChild, outline);
    if (!nameNode) continue;
    const words = wordsOf(node, child, outline);
    outline.declare({ kind: kindOf(place), name: outline.textOf(nameNode), nameNode, node, signatureIndex: words.signatureIndex, visibility: words.visibility, modifiers: words.modifiers, shared: found.length > 1, exported: exports(words, place, outline) }, place);
  }
};

/** Variables are called without their `$`. */
function plainName(node: Node | null, outline: Outline): Node | null {
  return node && outline.typeOf(node) === 'variable_name' ? node.firstNamedChild : node;
}

const method: Rule = (node, place, outline) => {
  const name = node.childForFieldName('name');
  const constructor = name !== null && outline.textOf(name).toLowerCase() === '__construct';
  named(constructor ? 'constructor' : 'method', { exports, inner: 'function' })(node, place, outline);
  if (!constructor) return;
  for (const parameter of childrenOf(node.childForFieldName('parameters'))) {
    if (outline.typeOf(parameter) !== 'property_promotion_parameter') continue;
    const nameNode = plainName(parameter.childForFieldName('name'), outline);
    const words = wordsOf(parameter, nameNode ?? parameter, outline);
    if (nameNode) outline.declare({ kind: 'property', name: outline.textOf(nameNode), nameNode, node: parameter, doc: null, shared: true, visibility: words.visibility, modifiers: words.modifiers, exported: exports(words, place, outline) }, { ...place, lead: [] });
  }
};

const seen = new WeakMap<Outline, Set<string>>();

/** The first assignment to a variable at the top of a file, and `define('NAME', …)`. */
const expressionStatement: Rule = (node, place, outline) => {
  const expression = node.firstNamedChild;
  const type = expression ? outline.typeOf(expression) : '';
  if (type === 'assignment_expression' && (place.scope.kind === 'module' || place.scope.kind === 'block')) {
    const nameNode = plainName(expression!.childForFieldName('left'), outline);
    if (!nameNode || outline.typeOf(nameNode) !== 'name') return;
    const names = seen.get(outline) ?? new Set<string>();
    seen.set(outline, names);
    const name = outline.textOf(nameNode);
    if (!names.has(name)) outline.declare({ kind: 'variable', name, nameNode, node, exported: false }, { ...place, scope: { ...place.scope, symbol: -1 } });
    names.add(name);
  } else if (type === 'function_call_expression') define(expression!, node, place, outline);
};

function define(call: Node, node: Node, place: Place, outline: Outline): void {
  const callee = call.childForFieldName('function');
  if (!callee || !/^\\?define$/i.test(outline.textOf(callee).slice(0, 10))) return;
  const text = childrenOf(call.childForFieldName('arguments'))[0];
  if (!text) return;
  const raw = outline.textOf(text).slice(0, 300);
  const quoted = /^['"]([\w\\]+)['"]$/.exec(raw);
  const document = /^(<<<[ \t]*(['"]?)(\w+)\2\s+)(\w+)\s+\3$/.exec(raw);
  const root = { ...place, scope: { ...place.scope, symbol: -1 } };
  if (quoted) outline.declare({ kind: 'constant', name: quoted[1]!, nameNode: text.firstNamedChild ?? text, node, exported: true }, root);
  else if (document) {
    const nameIndex = text.startIndex + document[1]!.length;
    outline.declareAt({ kind: 'constant', name: document[4]!, container: null, exported: true, modifiers: [] }, { start: node.startIndex, headEnd: node.endIndex, end: node.endIndex, nameIndex, nameEnd: nameIndex + document[4]!.length });
  }
}

const typed = (kind: 'class' | 'interface' | 'enum', modifiers: readonly string[] = []): Rule => named(kind, { exports, inner: 'type', modifiers });
const constants = elements('const_element', () => 'constant');

export const php: LanguageSpec = {
  links: phpLinks,
  languages: ['php'],
  grammar: 'tree-sitter-php/tree-sitter-php_only.wasm',
  comments: new Set(['comment']),
  decorators: new Set(),
  mask: maskTemplate,
  rules: {
    namespace_definition: namespace, class_declaration: typed('class'), interface_declaration: typed('interface'), trait_declaration: typed('class', ['trait']), enum_declaration: typed('enum'),
    enum_case: named('enum-member', { exports: (_words, place, outline) => ownerOf(place, outline)?.exported ?? false }),
    function_definition: named('function', { exports, inner: 'function' }), method_declaration: method, property_declaration: elements('property_element', () => 'property'), const_declaration: constants,
    expression_statement: expressionStatement,
    compound_statement: block, if_statement: block, else_clause: block, else_if_clause: block, try_statement: block, foreach_statement: block, for_statement: block, while_statement: block, colon_block: block, ERROR: block,
  },
};

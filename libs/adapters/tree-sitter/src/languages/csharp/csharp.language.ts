import type { Node } from '../../flat/node.ts';
import type { LanguageSpec, Rule } from '../../language-spec.ts';
import { block, childrenOf, declareEach, named, ownerOf, wordsOf, type ExportRule } from '../shared/declarations.ts';
import { csharpLinks } from './links.ts';

/** At the top what is public; members of visible types unless private, which they are when nothing is said. */
const exports: ExportRule = (words, place, outline) => {
  const owner = ownerOf(place, outline);
  if (!owner || owner.kind === 'namespace') return words.visibility === 'public';
  const given = owner.kind === 'interface' || owner.kind === 'enum';
  return owner.exported && (given ? words.visibility !== 'private' : words.visibility === 'public' || words.visibility === 'protected');
};

const namespace: Rule = (node, place, outline) => {
  const nameNode = node.childForFieldName('name');
  if (!nameNode) return;
  const body = node.childForFieldName('body');
  const symbol = outline.declare({ kind: 'namespace', name: outline.textOf(nameNode).replace(/\s+/g, ''), nameNode, node, bodyIndex: body?.startIndex, exported: true }, place);
  if (symbol < 0) return;
  const scope = outline.inside(symbol, 'module', place.scope);
  if (body) outline.enter(childrenOf(body), scope);
  else outline.continueIn(scope);
};

const field = (kind: 'field' | 'property'): Rule => (node, place, outline) => {
  const variables = childrenOf(node).find((child) => outline.typeOf(child) === 'variable_declaration');
  const names = childrenOf(variables ?? null).flatMap((child) => (outline.typeOf(child) === 'variable_declarator' ? (child.childForFieldName('name') ?? []) : []));
  if (names.length === 0 || place.scope.kind === 'function') return;
  const constant = wordsOf(node, variables!, outline).all.has('const');
  declareEach(names, constant ? 'constant' : kind, node, place, outline, exports);
};

const accessors = (node: Node): Node | null => node.childForFieldName('accessors') ?? node.childForFieldName('value');

/** Operators and indexers have no name of their own: `operator +`, `this`. */
const nameless = (pattern: RegExp): Rule => (node, place, outline) => {
  const text = outline.textOf(node).slice(0, 500);
  const name = pattern.exec(text)?.[0].replace(/\s+/g, ' ').trim();
  const parameters = node.childForFieldName('parameters');
  if (!name || !parameters) return;
  const words = wordsOf(node, parameters, outline);
  const body = node.childForFieldName('body') ?? accessors(node);
  outline.declare({ kind: 'method', name, nameNode: parameters, node, bodyIndex: body?.startIndex, signatureIndex: words.signatureIndex, visibility: words.visibility, modifiers: words.modifiers, exported: exports(words, place, outline) }, place);
};

/** `record Point(int X, int Y)` and primary constructors: what a record takes are its properties. */
const record: Rule = (node, place, outline) => {
  const index = outline.symbols.length;
  named('class', { exports, inner: 'type', modifiers: ['record'] })(node, place, outline);
  if (outline.symbols.length === index) return;
  const at = { scope: outline.inside(index, 'type', place.scope), lead: [], outer: null, exported: false, modifiers: [] };
  for (const parameter of childrenOf(childrenOf(node).find((child) => outline.typeOf(child) === 'parameter_list') ?? null)) {
    const nameNode = parameter.childForFieldName('name');
    if (nameNode) outline.declare({ kind: 'property', name: outline.textOf(nameNode), nameNode, node: parameter, doc: null, shared: true, exported: outline.symbols[index]!.exported }, at);
  }
};

const destructor: Rule = (node, place, outline) => {
  const nameNode = node.childForFieldName('name');
  if (nameNode) outline.declare({ kind: 'method', name: `~${outline.textOf(nameNode)}`, nameNode, node, bodyIndex: node.childForFieldName('body')?.startIndex, exported: false }, place);
};

const typed = (kind: 'class' | 'interface' | 'enum', modifiers: readonly string[] = []): Rule => named(kind, { exports, inner: 'type', modifiers });
const method = named('method', { exports, inner: 'function' });

export const csharp: LanguageSpec = {
  links: csharpLinks,
  languages: ['csharp'],
  grammar: 'tree-sitter-c-sharp/tree-sitter-c_sharp.wasm',
  comments: new Set(['comment']),
  decorators: new Set(),
  cleanDoc: (doc) => doc.replace(/<(?:see|seealso|paramref|typeparamref)\s+\w+="([^"]*)"\s*\/>/g, '$1').replace(/<param\s+name="([^"]*)">/g, '$1: ').replace(/<\/?[a-z]+(?:\s[^<>]*)?\/?>/gi, '').split('\n').map((line) => line.trim()).join('\n').trim(),
  rules: {
    namespace_declaration: namespace, file_scoped_namespace_declaration: namespace,
    class_declaration: typed('class'), struct_declaration: typed('class', ['struct']), interface_declaration: typed('interface'), enum_declaration: typed('enum'), record_declaration: record,
    enum_member_declaration: named('enum-member', { exports }),
    method_declaration: method, local_function_statement: named('function', { exports: () => false, inner: 'function' }),
    constructor_declaration: named('constructor', { exports, inner: 'function' }), destructor_declaration: destructor,
    property_declaration: named('property', { exports, body: accessors }), event_declaration: named('property', { exports, modifiers: ['event'], body: accessors }), event_field_declaration: field('property'), field_declaration: field('field'),
    operator_declaration: nameless(/\boperator\s*[^\s(]+/), conversion_operator_declaration: nameless(/\boperator\s+[^(]+/), indexer_declaration: nameless(/\bthis\b/),
    delegate_declaration: named('type', { exports, modifiers: ['delegate'] }),
    global_statement: block, block, preproc_if: block, preproc_elif: block, preproc_else: block, preproc_region: block, declaration_list: block, ERROR: block,
  },
};

import type { Node } from '../../flat/node.ts';
import type { LanguageSpec, Rule } from '../../language-spec.ts';
import { block, childrenOf, declareEach, named, ownerOf, type ExportRule } from '../shared/declarations.ts';
import { javaLinks } from './links.ts';

/** At the top what is public; members when their type is visible and they are not private or package-private. */
const exports: ExportRule = (words, place, outline) => {
  const owner = ownerOf(place, outline);
  if (!owner) return words.visibility === 'public';
  return owner.exported && (words.visibility === 'public' || words.visibility === 'protected' || (words.visibility === null && owner.kind === 'interface'));
};
/** Constants of an enum are as visible as the enum. */
const inherited: ExportRule = (_words, place, outline) => ownerOf(place, outline)?.exported ?? false;

const field: Rule = (node, place, outline) => {
  if (place.scope.kind === 'function') return;
  const names = (node.childrenForFieldName('declarator') as Node[]).flatMap((declarator) => declarator.childForFieldName('name') ?? []);
  const text = outline.text.slice(node.startIndex, names[0]?.startIndex ?? node.startIndex);
  const constant = (/\bstatic\b/.test(text) && /\bfinal\b/.test(text)) || ownerOf(place, outline)?.kind === 'interface';
  declareEach(names, constant ? 'constant' : 'field', node, place, outline, exports);
};

/** The components of a record are its fields. */
const record: Rule = (node, place, outline) => {
  const before = outline.symbols.length;
  named('class', { exports, inner: 'type', modifiers: ['record'] })(node, place, outline);
  if (outline.symbols.length === before) return;
  const scope = outline.inside(before, 'type', place.scope);
  for (const parameter of childrenOf(node.childForFieldName('parameters'))) {
    const nameNode = parameter.childForFieldName('name');
    if (nameNode) outline.declare({ kind: 'field', name: outline.textOf(nameNode), nameNode, node: parameter, doc: null, shared: true, exported: outline.symbols[before]!.exported }, { scope, lead: [], outer: null, exported: false, modifiers: [] });
  }
};

const method = named('method', { exports, inner: 'function' });

export const java: LanguageSpec = {
  links: javaLinks,
  languages: ['java'],
  grammar: 'tree-sitter-java/tree-sitter-java.wasm',
  comments: new Set(['line_comment', 'block_comment']),
  decorators: new Set(),
  rules: {
    class_declaration: named('class', { exports, inner: 'type' }), record_declaration: record,
    interface_declaration: named('interface', { exports, inner: 'type' }), annotation_type_declaration: named('interface', { exports, inner: 'type', modifiers: ['annotation'] }),
    enum_declaration: named('enum', { exports, inner: 'type' }), enum_constant: named('enum-member', { exports: inherited, inner: 'type' }), enum_body_declarations: block,
    method_declaration: method, annotation_type_element_declaration: method,
    constructor_declaration: named('constructor', { exports, inner: 'function' }), compact_constructor_declaration: named('constructor', { exports, inner: 'function' }),
    field_declaration: field, constant_declaration: field,
    block, if_statement: block, try_statement: block, for_statement: block, while_statement: block, ERROR: block,
  },
};

import type { Node } from '../../flat/node.ts';
import type { LanguageSpec, Rule } from '../../language-spec.ts';
import type { Declaration, Outline } from '../../outline.ts';
import { block, childrenOf, declareEach, named, type ExportRule, type NamedOptions } from '../shared/declarations.ts';

const exports: ExportRule = (words, place) => place.scope.kind !== 'function' && ![...words.all].some((word) => word.startsWith('private')) && (place.scope.symbol < 0 || place.scope.exported);

/** A class with what it takes: `val` and `var` parameters are members, those of a case class all are. */
const typed = (kind: Declaration['kind'], modifiers: readonly string[] = []): Rule => (node, place, outline) => {
  const index = outline.symbols.length;
  const isCase = /^(?:\s*(?:\w+|@\S+)\s+)*?case\b/.test(outline.text.slice(node.startIndex, node.childForFieldName('name')?.startIndex ?? node.startIndex));
  named(kind, { exports, inner: 'type', modifiers: isCase ? [...modifiers, 'case'] : modifiers })(node, place, outline);
  if (outline.symbols.length === index) return;
  const at = { scope: outline.inside(index, 'type', place.scope), lead: [], outer: null, exported: false, modifiers: [] };
  for (const parameter of node.childrenForFieldName('class_parameters').flatMap((list) => childrenOf(list as Node))) {
    const nameNode = parameter.childForFieldName('name');
    if (nameNode && (isCase || /\b(?:val|var)\s+$/.test(outline.text.slice(parameter.startIndex, nameNode.startIndex)))) {
      outline.declare({ kind: 'property', name: outline.textOf(nameNode), nameNode, node: parameter, doc: null, shared: true, exported: outline.symbols[index]!.exported && !/\bprivate\b/.test(outline.text.slice(parameter.startIndex, nameNode.startIndex)) }, at);
    }
  }
};

const isFunctionBody = (node: Node, outline: Outline): Node | null => {
  const body = node.childForFieldName('body');
  return body && /^(?:block|indented_block|template_body)$/.test(outline.typeOf(body)) ? body : null;
};

const functionOptions: NamedOptions = { exports, inner: 'function', body: isFunctionBody };
const definition = named((node, place, outline) => (place.scope.kind !== 'type' ? 'function' : outline.textOf(node.childForFieldName('name')!) === 'this' ? 'constructor' : 'method'), functionOptions);

const value = (mutable: boolean): Rule => (node, place, outline) => {
  if (place.scope.kind === 'function') return;
  const pattern = node.childForFieldName('pattern') ?? node.childForFieldName('name');
  if (!pattern) return;
  const names = outline.typeOf(pattern).includes('pattern') || outline.typeOf(pattern) === 'identifiers' ? childrenOf(pattern).filter((child) => outline.typeOf(child) === 'identifier') : [pattern];
  declareEach(names.slice(0, 100), place.scope.kind === 'type' ? 'property' : mutable ? 'variable' : 'constant', node, place, outline, exports);
};

const imported: Rule = (node, _place, outline) => {
  const line = node.startPosition.row + 1;
  const text = outline.textOf(node).slice(0, 5_000).replace(/^import\s+/, '');
  for (const part of text.split(/,(?![^{]*\})/)) {
    const match = /^\s*([\w.$`]+?)\.?(?:\{([^}]*)\}|(_|\*|given))?(?:\s+as\s+\w+)?\s*$/.exec(part);
    if (!match) continue;
    const names = match[2] ? match[2].split(',').map((name) => name.trim().split(/\s*(?:=>|\bas\b)\s*/)[0]!) : match[3] ? ['*'] : [match[1]!.slice(match[1]!.lastIndexOf('.') + 1)];
    outline.imports.push({ module: match[2] || match[3] ? match[1]! : match[1]!.slice(0, Math.max(0, match[1]!.lastIndexOf('.'))), names: names.map((name) => (name === '_' ? '*' : name)), line });
  }
};

const packaged: Rule = (node, place, outline) => {
  const body = node.childForFieldName('body');
  if (body) outline.enter(childrenOf(body), { ...place.scope, depth: place.scope.depth + 1 });
};

/** The functions of an extension belong to what is around it. */
const extension: Rule = (node, place, outline) => {
  const body = node.childForFieldName('body');
  if (body && outline.typeOf(body).startsWith('function_')) outline.visit(body, place);
  else if (body) outline.enter(childrenOf(body), { ...place.scope, depth: place.scope.depth + 1 });
};

export const scala: LanguageSpec = {
  languages: ['scala'],
  grammar: 'tree-sitter-scala/tree-sitter-scala.wasm',
  comments: new Set(['comment', 'block_comment']),
  decorators: new Set(),
  rules: {
    package_clause: packaged, package_object: typed('module'), object_definition: typed('module', ['object']), class_definition: typed('class'), trait_definition: typed('interface', ['trait']),
    enum_definition: typed('enum'), enum_case_definitions: block, simple_enum_case: named('enum-member', { exports }), full_enum_case: named('enum-member', { exports }),
    function_definition: definition, function_declaration: definition, val_definition: value(false), var_definition: value(true), val_declaration: value(false), var_declaration: value(true),
    type_definition: named('type', { exports }), given_definition: named('constant', { exports, inner: 'type', modifiers: ['given'] }), extension_definition: extension,
    import_declaration: imported, template_body: block, ERROR: block,
  },
};

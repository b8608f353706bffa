import type { Node } from '../../flat/node.ts';
import type { LanguageSpec, Rule } from '../../language-spec.ts';
import { named, namespace, returned, typeAlias, variables } from './declarations.ts';
import { ecmascriptLinks } from './links.ts';
import { enumMember, enumMembers, field, method } from './members.ts';
import { applyExports, exportStatement, expressionStatement } from './modules.ts';
import { enterFunction } from './values.ts';

/** Statements that hold others: their declarations belong to the scope around them, block-scoped variables do not. */
const block: Rule = (node, place, outline) => {
  outline.enter(node.namedChildren as Node[], { ...place.scope, kind: place.scope.kind === 'module' ? 'block' : place.scope.kind, depth: place.scope.depth + 1 });
};

const ambient: Rule = (node, place, outline) => {
  const child = node.firstNamedChild;
  if (!child) return;
  const inner = { ...place, outer: place.outer ?? node, modifiers: [...place.modifiers, 'declare'] };
  if (outline.typeOf(child) === 'statement_block') outline.enter(child.namedChildren as Node[], { ...place.scope, depth: place.scope.depth + 1 }, { exported: place.exported, modifiers: ['declare'] });
  else outline.visit(child, inner);
};

const anonymous: Rule = (node, place, outline) => enterFunction(node, place, outline, place.scope.symbol);

const rules: Readonly<Record<string, Rule>> = {
  function_declaration: named('function', 'function'), generator_function_declaration: named('function', 'function'), function_signature: named('function', null),
  class_declaration: named('class', 'type'), abstract_class_declaration: named('class', 'type'), class: named('class', 'type'),
  interface_declaration: named('interface', 'type'), type_alias_declaration: typeAlias, enum_declaration: enumMembers,
  internal_module: namespace, module: namespace, ambient_declaration: ambient,
  lexical_declaration: variables, variable_declaration: variables,
  method_definition: method, method_signature: method, abstract_method_signature: method,
  public_field_definition: field, field_definition: field, property_signature: field,
  property_identifier: enumMember, string: enumMember, enum_assignment: enumMember, number: enumMember, computed_property_name: enumMember,
  export_statement: exportStatement, expression_statement: expressionStatement, return_statement: returned,
  function_expression: named('function', 'function'), arrow_function: anonymous, generator_function: named('function', 'function'),
  statement_block: block, if_statement: block, else_clause: block, try_statement: block, catch_clause: block, finally_clause: block, for_statement: block, for_in_statement: block, while_statement: block,
  do_statement: block, labeled_statement: block, switch_statement: block, switch_body: block, switch_case: block, switch_default: block, class_static_block: block, with_statement: block, ERROR: block,
};

const common = { comments: new Set(['comment', 'html_comment', 'hash_bang_line']), decorators: new Set(['decorator']), rules, finish: applyExports, links: ecmascriptLinks };

export const typescript: LanguageSpec = { ...common, languages: ['typescript'], grammar: 'tree-sitter-typescript/tree-sitter-typescript.wasm' };
export const tsx: LanguageSpec = { ...common, languages: ['tsx'], grammar: 'tree-sitter-typescript/tree-sitter-tsx.wasm' };
export const javascript: LanguageSpec = { ...common, languages: ['javascript'], grammar: 'tree-sitter-javascript/tree-sitter-javascript.wasm' };

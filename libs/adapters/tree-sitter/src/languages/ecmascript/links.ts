import type { TreeView } from '../../flat/tree-view.ts';
import type { LinkSpec, RoleRule, Taken } from '../../links/link-spec.ts';
import { assignmentExports, exportLinks } from './export-links.ts';
import { callImports, importLinks } from './import-links.ts';

/** `var` is seen in the whole function, `let` and `const` in their block. */
const declared: RoleRule = (view, node) => (view.typeOf(view.parent(view.parent(node))) === 'variable_declaration' ? 'bind-function' : 'bind');
const loopVariable: RoleRule = (view, node) => {
  const kind = view.child(view.parent(node), 'kind');
  return kind < 0 ? 'write' : view.typeOf(kind) === 'var' ? 'bind-function' : 'bind';
};
/** `<div>` is no name of the program, `<Panel>` and `<ui.Panel>` are read. */
const element: RoleRule = (view, node) => (view.isLeaf(node) && /^[a-z]/.test(view.text.charAt(view.tree.start[node]!)) ? 'skip' : 'read');
const moduleName: RoleRule = (view, node) => (view.typeOf(node) === 'identifier' ? 'bind-outer' : 'skip');
const alias: RoleRule = (view, node) => (view.firstNamed(view.parent(node)) === node ? 'bind' : 'read');
/** `infer T` declares T, what stands behind `extends` is a type. */
const inferred: RoleRule = (view, node) => (view.firstNamed(view.parent(node)) === node ? 'bind' : 'type');
const specifier: RoleRule = (view, node) => (view.child(view.parent(view.parent(view.parent(node))), 'source') >= 0 ? 'skip' : 'read');

/** `const { a, b: c = 1 } = value`, `({ a }: T) => …`; not deeper patterns, nor modules, whose names the import tells. */
function takenFrom(view: TreeView, name: number): Taken | null {
  let node = view.parent(name);
  let key = name;
  if (view.tree.field[name] === view.names.fieldId('right')) return null; // a default
  if (view.typeOf(node) === 'assignment_pattern') node = view.parent(node);
  if (view.typeOf(node) === 'object_assignment_pattern') node = view.parent(node);
  if (view.typeOf(node) === 'pair_pattern') {
    key = view.child(node, 'key');
    if (key < 0 || !view.isLeaf(key)) return null;
    node = view.parent(node);
  }
  if (view.typeOf(node) !== 'object_pattern') return null;
  const around = view.parent(node);
  const kind = view.typeOf(around);
  const value = kind === 'variable_declarator' ? view.child(around, 'value') : kind === 'assignment_expression' ? view.child(around, 'right') : -1;
  if (value === node || (value >= 0 && /^(?:await\s+)?(?:require|import)\b/.test(view.text.slice(view.tree.start[value], view.tree.start[value]! + 30)))) return null;
  const type = kind === 'variable_declarator' || kind === 'required_parameter' || kind === 'optional_parameter' ? view.child(around, 'type') : -1;
  return value < 0 && type < 0 ? null : { key, value: type >= 0 ? -1 : value, type };
}

const FUNCTIONS = ['function_declaration', 'generator_function_declaration', 'function_signature'];

const outer = { name: 'bind-outer' } as const;

export const ecmascriptLinks: LinkSpec = {
  roles: {
    function_declaration: outer, generator_function_declaration: outer, function_signature: outer,
    function_expression: { name: 'bind' }, generator_function: { name: 'bind' }, arrow_function: { parameter: 'bind' },
    class_declaration: outer, abstract_class_declaration: outer, class: { name: 'bind' }, interface_declaration: outer, type_alias_declaration: outer, enum_declaration: { name: 'bind' },
    internal_module: { name: moduleName }, module: { name: moduleName }, import_alias: { '*': alias },
    formal_parameters: { '*': 'bind' }, required_parameter: { pattern: 'bind', name: 'bind', value: 'read', '*': 'read' } as const, optional_parameter: { pattern: 'bind', name: 'bind', value: 'read', '*': 'read' },
    variable_declarator: { name: declared }, for_in_statement: { left: loopVariable }, catch_clause: { parameter: 'bind' },
    object_pattern: { '*': 'inherit' }, array_pattern: { '*': 'inherit' }, rest_pattern: { '*': 'inherit' }, pair_pattern: { value: 'inherit', key: 'read' },
    assignment_pattern: { left: 'inherit', right: 'read' }, object_assignment_pattern: { left: 'inherit', right: 'read' },
    type_parameter: { name: 'bind' }, infer_type: { '*': inferred }, mapped_type_clause: { name: 'bind', alias: 'type' }, index_signature: { name: 'skip' },
    member_expression: { object: 'read', property: 'inherit' }, subscript_expression: { '*': 'read' }, nested_identifier: { object: 'read', property: 'inherit' }, nested_type_identifier: { module: 'read', name: 'inherit' },
    call_expression: { function: 'call' }, new_expression: { constructor: 'new' as const }, decorator: { '*': 'decorator' },
    parenthesized_expression: { '*': 'inherit' }, non_null_expression: { '*': 'inherit' }, instantiation_expression: { function: 'inherit', type_arguments: 'type', '*': 'inherit' },
    assignment_expression: { left: 'write', right: 'read' }, augmented_assignment_expression: { left: 'write', right: 'read' }, update_expression: { argument: 'write' },
    class_heritage: { '*': 'extends' }, extends_clause: { value: 'extends', type_arguments: 'type' }, implements_clause: { '*': 'implements' }, extends_type_clause: { type: 'extends' },
    generic_type: { name: 'inherit', type_arguments: 'type' }, type_query: { '*': 'read' }, type_annotation: { '*': 'type' }, type_arguments: { '*': 'type' },
    jsx_opening_element: { name: element }, jsx_self_closing_element: { name: element }, jsx_closing_element: { name: element }, jsx_namespace_name: { '*': 'skip' },
    import_statement: { '*': 'skip' }, export_specifier: { name: specifier, alias: 'skip' }, namespace_export: { '*': 'skip' },
  },
  names: {
    identifier: 'name', type_identifier: 'type', property_identifier: 'member', private_property_identifier: 'member',
    shorthand_property_identifier: 'name', shorthand_property_identifier_pattern: 'name',
  },
  scopes: {
    ...Object.fromEntries([...FUNCTIONS, 'function_expression', 'generator_function', 'arrow_function', 'method_definition', 'method_signature', 'abstract_method_signature', 'call_signature', 'construct_signature', 'function_type', 'constructor_type', 'internal_module', 'module', 'class_static_block'].map((type) => [type, 'function' as const])),
    class_declaration: 'type', abstract_class_declaration: 'type', class: 'type', interface_declaration: 'type',
    type_alias_declaration: 'block', conditional_type: 'block', index_signature: 'block', statement_block: 'block', for_statement: 'block', for_in_statement: 'block', catch_clause: 'block', switch_body: 'block',
  },
  members: { member_expression: ['object', 'property'], nested_identifier: ['object', 'property'], nested_type_identifier: ['module', 'name'] },
  calls: { call_expression: 'function' },
  news: { new_expression: 'constructor' },
  self: ['this', 'super'],
  through: { parenthesized_expression: '*', non_null_expression: '*' },
  awaits: { await_expression: '*' },
  casts: { as_expression: '*', satisfies_expression: '*' },
  typed: {
    variable_declarator: { type: 'type', value: 'value' }, required_parameter: { type: 'type', value: 'value' }, optional_parameter: { type: 'type', value: 'value' },
    public_field_definition: { type: 'type', value: 'value' }, field_definition: { value: 'value' }, property_signature: { type: 'type' }, assignment_pattern: { value: 'right' },
  },
  takes: { parents: ['object_pattern', 'pair_pattern', 'object_assignment_pattern', 'assignment_pattern'], from: takenFrom },
  returns: Object.fromEntries([...FUNCTIONS, 'function_expression', 'generator_function', 'arrow_function', 'method_definition', 'method_signature', 'abstract_method_signature'].map((type) => [type, 'return_type'])),
  assigns: { assignment_expression: ['left', 'right'] },
  hooks: { import_statement: importLinks, export_statement: exportLinks, call_expression: callImports, assignment_expression: assignmentExports },
};

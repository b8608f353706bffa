import type { LinkHook, LinkSpec, RoleRule } from '../../links/link-spec.ts';

const TYPES = new Set(['interface_declaration']);
/** A class extends the first of its bases unless that is named like an interface; which it is, the text does not say for certain. */
const base: RoleRule = (view, node) => {
  const list = view.parent(node);
  if (TYPES.has(view.typeOf(view.parent(list)))) return 'extends';
  return view.firstNamed(list) === node && !/^(?:\w+\.)*I\p{Lu}/u.test(view.textOf(node).slice(0, 100)) ? 'extends' : 'implements';
};
const generic: RoleRule = (view, node) => (view.typeOf(node) === 'identifier' ? 'inherit' : 'type');
/** The name of a `foreach`, `let` or `join`. */
const loop: RoleRule = (view, node) => (view.typeOf(node) === 'identifier' ? 'bind' : 'inherit');
const firstBinds: RoleRule = (view, node) => (view.firstNamed(view.parent(node)) === node && view.typeOf(node) === 'identifier' ? 'bind' : 'read');
const labelled: RoleRule = (view, node) => (view.firstNamed(view.parent(node)) === node ? 'skip' : 'read');
const constraint: RoleRule = (view, node) => (view.typeOf(node) === 'identifier' ? 'skip' : 'type');

const using: LinkHook = (view, node, sink) => {
  const alias = view.child(node, 'name');
  const path = view.lastNamed(node);
  if (path < 0 || path === alias) return;
  const module = view.textOf(path).replace(/\s+/g, '').replace(/^global::/, '');
  const local = alias < 0 ? '*' : view.textOf(alias);
  if (alias >= 0) sink.bindImport(local, alias);
  sink.imports.push({ module, kind: 'import', bindings: [{ imported: '*', local, exported: null, typeOnly: false }], line: sink.lineOf(node) });
};
const namespace: LinkHook = (view, node, sink) => {
  const name = view.child(node, 'name');
  if (name >= 0) sink.packageName ??= view.textOf(name).replace(/\s+/g, '');
};

const outer = { name: 'bind-outer' } as const;
const typedName = { name: 'bind', type: 'type' } as const;
const skipped = { name: 'skip', type: 'type', returns: 'type' } as const;

export const csharpLinks: LinkSpec = {
  roles: {
    class_declaration: outer, struct_declaration: outer, interface_declaration: outer, record_declaration: outer, enum_declaration: outer, delegate_declaration: { ...outer, type: 'type' }, enum_member_declaration: { name: 'skip' },
    method_declaration: skipped, constructor_declaration: skipped, destructor_declaration: skipped, property_declaration: { name: 'bind', type: 'type' }, event_declaration: { name: 'bind', type: 'type' }, accessor_declaration: { name: 'skip' },
    local_function_statement: { ...outer, type: 'type' }, variable_declaration: { type: 'type' }, variable_declarator: { name: 'bind' }, parameter: typedName, parameter_list: typedName, lambda_expression: { parameters: 'bind', type: 'type' },
    declaration_expression: typedName, declaration_pattern: typedName, recursive_pattern: typedName, var_pattern: { name: 'bind' }, list_pattern: { name: 'bind' }, parenthesized_variable_designation: { name: 'bind' }, tuple_pattern: { name: 'bind' },
    catch_declaration: typedName, foreach_statement: { left: loop, type: 'type' }, from_clause: { name: 'bind', type: 'type' }, let_clause: { '*': firstBinds }, join_clause: { '*': firstBinds }, join_into_clause: { '*': 'bind' },
    type_parameter: { name: 'bind' }, type_parameter_constraints_clause: { '*': constraint }, type_parameter_constraint: { type: 'type' }, base_list: { '*': base }, primary_constructor_base_type: { type: 'inherit' },
    generic_name: { '*': generic }, type_argument_list: { '*': 'type' }, qualified_name: { qualifier: 'read', name: 'inherit' }, alias_qualified_name: { alias: 'skip', name: 'inherit' }, nullable_type: { type: 'inherit' }, array_type: { type: 'type' }, pointer_type: { type: 'type' }, ref_type: { type: 'type' },
    member_access_expression: { expression: 'read', name: 'inherit' }, member_binding_expression: { name: 'inherit' }, conditional_access_expression: { condition: 'read', '*': 'inherit' }, invocation_expression: { function: 'call' }, object_creation_expression: { type: 'new' },
    cast_expression: { type: 'type' }, as_expression: { right: 'type' }, is_expression: { right: 'type' }, typeof_expression: { type: 'type' }, default_expression: { type: 'type' }, type_pattern: { type: 'type' }, tuple_element: { type: 'type', name: 'skip' }, array_creation_expression: { type: 'type' },
    attribute: { name: 'decorator' }, argument: { name: 'skip' }, attribute_argument: { name: 'skip' }, assignment_expression: { left: 'write', right: 'read' }, postfix_unary_expression: { '*': 'inherit' }, parenthesized_expression: { '*': 'inherit' },
    labeled_statement: { '*': labelled }, goto_statement: { '*': 'skip' }, using_directive: { '*': 'skip' }, namespace_declaration: { name: 'skip' }, file_scoped_namespace_declaration: { name: 'skip' }, explicit_interface_specifier: { '*': 'type' },
  },
  names: { identifier: 'name', implicit_parameter: 'name' },
  scopes: {
    class_declaration: 'type', struct_declaration: 'type', interface_declaration: 'type', record_declaration: 'type', delegate_declaration: 'function', method_declaration: 'function', constructor_declaration: 'function', destructor_declaration: 'function', operator_declaration: 'function',
    conversion_operator_declaration: 'function', indexer_declaration: 'function', local_function_statement: 'function', lambda_expression: 'function', anonymous_method_expression: 'function', accessor_declaration: 'function',
    block: 'block', for_statement: 'block', foreach_statement: 'block', using_statement: 'block', catch_clause: 'block', switch_section: 'block', switch_expression_arm: 'block', query_expression: 'block',
  },
  members: { member_access_expression: ['expression', 'name'], qualified_name: ['qualifier', 'name'] },
  calls: { invocation_expression: 'function' },
  news: { object_creation_expression: 'type' },
  self: ['"this"', '"base"'],
  carriers: ['generic_name'],
  dangling: ['member_binding_expression'],
  blank: 'var',
  through: { parenthesized_expression: '*', generic_name: '*' },
  awaits: { await_expression: '*' },
  casts: { cast_expression: 'type', as_expression: 'right' },
  declarators: ['variable_declarator'],
  typed: {
    variable_declarator: { value: '*' }, variable_declaration: { type: 'type' }, parameter: { type: 'type' }, property_declaration: { type: 'type' }, declaration_pattern: { type: 'type' }, declaration_expression: { type: 'type' }, foreach_statement: { type: 'type' }, catch_declaration: { type: 'type' },
  },
  returns: { method_declaration: 'returns', local_function_statement: 'type' },
  assigns: { assignment_expression: ['left', 'right'] },
  hooks: { using_directive: using, namespace_declaration: namespace, file_scoped_namespace_declaration: namespace },
};

import type { ImportBinding } from '@twinmcp/syntax';
import type { LinkHook, LinkSpec, RoleRule } from '../../links/link-spec.ts';

/** `Name::` is read, `$x::` is a variable. */
const scope: RoleRule = () => 'read';
const argumentName: RoleRule = (view, node) => (view.tree.field[node] === view.names.fieldId('name') ? 'skip' : 'read');
/** The name in `new Name(…)` comes first. */
const made: RoleRule = (view, node) => (view.firstNamed(view.parent(node)) === node ? 'new' : 'read');
const constant: RoleRule = (view, node) => (view.firstNamed(view.parent(node)) === node ? 'bind' : 'read');
const lastPart: RoleRule = (view, node) => (view.typeOf(node) === 'name' ? 'inherit' : 'skip');
const loop: RoleRule = (view, node) => (view.firstNamed(view.parent(node)) === node ? 'read' : view.tree.field[node] === view.names.fieldId('body') ? 'read' : 'bind');

const use: LinkHook = (view, node, sink) => {
  const prefix = view.childOfType(node, 'namespace_name');
  const group = view.child(node, 'body');
  const from = prefix < 0 ? '' : `${view.textOf(prefix).replace(/^\\/, '')}\\`;
  for (const clause of view.namedChildren(group < 0 ? node : group)) {
    if (view.typeOf(clause) !== 'namespace_use_clause') continue;
    const path = view.firstNamed(clause);
    const alias = view.child(clause, 'alias');
    const module = `${from}${view.textOf(path).replace(/\s+/g, '').replace(/^\\/, '')}`;
    const name = module.slice(module.lastIndexOf('\\') + 1);
    const local = alias < 0 ? name : view.textOf(alias);
    sink.bindImport(local, clause);
    sink.imports.push({ module, kind: 'import', bindings: [{ imported: name, local, exported: null, typeOnly: false }], line: sink.lineOf(clause) });
  }
};

const included: LinkHook = (view, node, sink) => {
  const path = /(["'])([^"'\n]{1,500})\1/.exec(view.textOf(node).slice(0, 1_000))?.[2];
  const bindings: ImportBinding[] = [];
  if (path) sink.imports.push({ module: path, kind: 'include', bindings, line: sink.lineOf(node) });
};

const namespace: LinkHook = (view, node, sink) => {
  const name = view.child(node, 'name');
  if (name >= 0) sink.packageName ??= view.textOf(name).replace(/\s+/g, '');
};

const outer = { name: 'bind-outer' } as const;
const skipped = { name: 'skip', return_type: 'type' } as const;
const parameter = { name: 'bind', type: 'type', default_value: 'read' } as const;
const member = { object: 'read', name: 'inherit' } as const;
const called = { object: 'read', scope, name: 'call' } as const;

export const phpLinks: LinkSpec = {
  roles: {
    class_declaration: outer, interface_declaration: outer, trait_declaration: outer, enum_declaration: outer, function_definition: { ...outer, return_type: 'type' }, method_declaration: skipped, enum_case: { name: 'skip' }, const_element: { '*': constant },
    simple_parameter: parameter, variadic_parameter: parameter, property_promotion_parameter: parameter, property_element: { name: 'skip' }, property_declaration: { type: 'type' }, static_variable_declaration: { name: 'bind' }, catch_clause: { name: 'bind', type: 'type' }, foreach_statement: { '*': loop }, pair: { '*': 'inherit' }, by_ref: { '*': 'inherit' },
    base_clause: { '*': 'extends' }, class_interface_clause: { '*': 'implements' }, use_declaration: { '*': 'extends' }, named_type: { '*': 'type' }, qualified_name: { prefix: 'skip', '*': lastPart }, relative_name: { prefix: 'skip', '*': lastPart },
    member_access_expression: member, nullsafe_member_access_expression: member, member_call_expression: called, nullsafe_member_call_expression: called, scoped_call_expression: called, scoped_property_access_expression: { scope, name: 'read' }, class_constant_access_expression: { '*': 'read' },
    function_call_expression: { function: 'call' }, object_creation_expression: { '*': made }, attribute: { '*': 'decorator', parameters: 'read' }, argument: { '*': argumentName },
    assignment_expression: { left: 'bind', right: 'read' }, reference_assignment_expression: { left: 'bind', right: 'read' }, augmented_assignment_expression: { left: 'write', right: 'read' }, update_expression: { '*': 'write' }, list_literal: { '*': 'inherit' }, parenthesized_expression: { '*': 'inherit' },
    namespace_use_declaration: { '*': 'skip' }, namespace_definition: { name: 'skip' }, named_label_statement: { '*': 'skip' }, goto_statement: { '*': 'skip' }, use_instead_of_clause: { '*': 'read' }, use_as_clause: { '*': 'skip' },
  },
  names: { name: 'name', variable_name: 'name' },
  whole: ['variable_name'],
  sigil: '$',
  scopes: {
    class_declaration: 'type', interface_declaration: 'type', trait_declaration: 'type', enum_declaration: 'type', anonymous_class: 'type', function_definition: 'function', method_declaration: 'function', anonymous_function: 'function', arrow_function: 'function',
  },
  members: {
    member_access_expression: ['object', 'name'], nullsafe_member_access_expression: ['object', 'name'], member_call_expression: ['object', 'name'], nullsafe_member_call_expression: ['object', 'name'], scoped_call_expression: ['scope', 'name'],
  },
  calling: ['member_call_expression', 'nullsafe_member_call_expression', 'scoped_call_expression'],
  calls: { function_call_expression: 'function' },
  news: { object_creation_expression: '*' },
  self: ['relative_scope'],
  selfNames: ['$this', 'self', 'static', 'parent'],
  through: { parenthesized_expression: '*' },
  typed: { simple_parameter: { type: 'type' }, property_promotion_parameter: { type: 'type' }, assignment_expression: { value: 'right' }, catch_clause: { type: 'type' }, property_declaration: { type: 'type' } },
  declarators: ['variable_name', 'property_element'],
  returns: { function_definition: 'return_type', method_declaration: 'return_type' },
  assigns: { assignment_expression: ['left', 'right'] },
  hooks: { namespace_use_declaration: use, namespace_definition: namespace, require_expression: included, require_once_expression: included, include_expression: included, include_once_expression: included },
};

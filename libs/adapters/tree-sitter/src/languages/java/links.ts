import type { LinkHook, LinkSpec, RoleRule } from '../../links/link-spec.ts';

const first: RoleRule = (view, node) => (view.firstNamed(view.parent(node)) === node ? 'bind' : 'type');
const lastBinds: RoleRule = (view, node) => (view.lastNamed(view.parent(node)) === node && view.typeOf(node) === 'identifier' ? 'bind' : 'type');
/** The name of `A.B` is the last part. */
const scoped: RoleRule = (view, node) => (view.lastNamed(view.parent(node)) === node ? 'inherit' : 'type');
const generic: RoleRule = (view, node) => (view.typeOf(node) === 'type_arguments' ? 'type' : 'inherit');
const label: RoleRule = (view, node) => (view.firstNamed(view.parent(node)) === node ? 'skip' : 'read');
/** `Type::method`: what stands behind the colons is a member of it, of which nothing more is known. */
const referred: RoleRule = (view, node) => (view.firstNamed(view.parent(node)) === node ? 'read' : 'skip');
const parameters: RoleRule = (view, node) => (view.typeOf(node) === 'identifier' ? 'bind' : 'read');

const importDeclaration: LinkHook = (view, node, sink) => {
  const path = view.firstNamed(node);
  if (path < 0) return;
  const module = view.textOf(path).replace(/\s+/g, '');
  if (view.childOfType(node, 'asterisk') >= 0) return void sink.imports.push({ module, kind: 'import', bindings: [{ imported: '*', local: '*', exported: null, typeOnly: false }], line: sink.lineOf(node) });
  const name = module.slice(module.lastIndexOf('.') + 1);
  sink.bindImport(name, node);
  sink.imports.push({ module, kind: 'import', bindings: [{ imported: name, local: name, exported: null, typeOnly: false }], line: sink.lineOf(node) });
};

const packageDeclaration: LinkHook = (view, node, sink) => {
  const name = view.lastNamed(node);
  if (name >= 0) sink.packageName = view.textOf(name).replace(/\s+/g, '');
};

const outer = { name: 'bind-outer' } as const;
const typedName = { name: 'bind', type: 'type', value: 'read' } as const;

export const javaLinks: LinkSpec = {
  roles: {
    class_declaration: outer, interface_declaration: outer, enum_declaration: outer, record_declaration: outer, annotation_type_declaration: outer, enum_constant: { name: 'bind' },
    method_declaration: { name: 'skip', type: 'type' }, constructor_declaration: { name: 'skip' }, compact_constructor_declaration: { name: 'skip' }, annotation_type_element_declaration: { name: 'skip', type: 'type' },
    variable_declarator: { name: 'bind', value: 'read' }, formal_parameter: typedName, catch_formal_parameter: typedName, resource: typedName, enhanced_for_statement: typedName,
    inferred_parameters: { '*': 'bind' }, lambda_expression: { parameters }, instanceof_expression: { name: 'bind' }, type_pattern: { '*': lastBinds }, record_pattern_component: { '*': lastBinds },
    type_parameter: { '*': first }, generic_type: { '*': generic }, scoped_type_identifier: { '*': scoped }, type_arguments: { '*': 'type' },
    superclass: { '*': 'extends' }, extends_interfaces: { '*': 'extends' }, super_interfaces: { '*': 'implements' }, type_list: { '*': 'inherit' },
    method_invocation: { object: 'read', name: 'call' }, field_access: { object: 'read', field: 'inherit' }, object_creation_expression: { type: 'new' }, scoped_identifier: { scope: 'read', name: 'inherit' },
    annotation: { name: 'decorator' }, marker_annotation: { name: 'decorator' }, element_value_pair: { key: 'skip', value: 'read' },
    assignment_expression: { left: 'write', right: 'read' }, update_expression: { '*': 'write' }, parenthesized_expression: { '*': 'inherit' },
    method_reference: { '*': referred }, labeled_statement: { '*': label }, break_statement: { '*': 'skip' }, continue_statement: { '*': 'skip' }, import_declaration: { '*': 'skip' }, package_declaration: { '*': 'skip' },
  },
  blank: 'var',
  names: { identifier: 'name', type_identifier: 'type' },
  scopes: {
    class_declaration: 'type', interface_declaration: 'type', enum_declaration: 'type', record_declaration: 'type', annotation_type_declaration: 'type',
    method_declaration: 'function', constructor_declaration: 'function', compact_constructor_declaration: 'function', lambda_expression: 'function', static_initializer: 'function',
    block: 'block', for_statement: 'block', enhanced_for_statement: 'block', catch_clause: 'block', try_with_resources_statement: 'block', switch_rule: 'block', switch_block: 'block',
  },
  members: { method_invocation: ['object', 'name'], field_access: ['object', 'field'], scoped_identifier: ['scope', 'name'] },
  calling: ['method_invocation'],
  news: { object_creation_expression: 'type' },
  self: ['this', 'super'],
  through: { parenthesized_expression: '*', generic_type: '*' },
  casts: { cast_expression: 'type' },
  declarators: ['variable_declarator'],
  typed: {
    variable_declarator: { value: 'value' }, local_variable_declaration: { type: 'type' }, field_declaration: { type: 'type' }, constant_declaration: { type: 'type' }, formal_parameter: { type: 'type' },
    resource: { type: 'type', value: 'value' }, enhanced_for_statement: { type: 'type' }, instanceof_expression: { type: 'right' },
  },
  returns: { method_declaration: 'type', annotation_type_element_declaration: 'type' },
  assigns: { assignment_expression: ['left', 'right'] },
  hooks: { import_declaration: importDeclaration, package_declaration: packageDeclaration },
};

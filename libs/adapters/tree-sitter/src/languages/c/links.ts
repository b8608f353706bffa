import type { LinkHook, LinkSpec, Role, RoleRule } from '../../links/link-spec.ts';

/** With a body it is declared here, without one it is used. */
const declaredType: RoleRule = (view, node) => (view.child(view.parent(node), 'body') >= 0 ? 'bind-outer' : 'type');
const declaredEnum: RoleRule = (view, node) => (view.child(view.parent(node), 'body') >= 0 ? 'bind' : 'type');
/** `void A::f() {}` declares no name here. */
const declarator: RoleRule = (view, node) => (view.typeOf(node) === 'qualified_identifier' ? 'skip' : 'inherit');
const firstSkipped: RoleRule = (view, node) => (view.firstNamed(view.parent(node)) === node ? 'skip' : 'read');

/** Parameters of prototypes and of function types are names for the reader alone. */
const parameter: RoleRule = (view, node) => {
  let at = view.parent(view.parent(view.parent(node)));
  if (at < 0 || !view.typeOf(at).endsWith('function_declarator')) return 'bind'; // of a catch clause, a template, a lambda
  if (view.typeOf(at) === 'abstract_function_declarator') return view.typeOf(view.parent(at)) === 'lambda_expression' ? 'bind' : 'skip';
  for (let up = 0; up < 6 && at >= 0 && view.typeOf(at).endsWith('declarator'); up++) at = view.parent(at);
  return at >= 0 && view.typeOf(at) === 'function_definition' ? 'bind' : 'skip';
};

const include: LinkHook = (view, node, sink) => {
  const path = view.child(node, 'path');
  if (path < 0 || !/string/.test(view.typeOf(path))) return;
  const module = view.textOf(path).slice(1, -1).trim();
  if (module !== '') sink.imports.push({ module, kind: 'include', bindings: [], line: sink.lineOf(node) });
};

const inherited = { declarator } as const;
const local: Readonly<Record<string, Role | RoleRule>> = { declarator: 'bind', type: 'type', value: 'read' };

export const cLinks: LinkSpec = {
  roles: {
    function_definition: { declarator: 'bind-outer', type: 'type' }, declaration: local, parameter_declaration: { ...local, declarator: parameter }, field_declaration: local, type_definition: local, type_descriptor: { type: 'type' },
    init_declarator: { declarator, value: 'read' }, pointer_declarator: inherited, array_declarator: { declarator, size: 'read' }, function_declarator: { declarator, parameters: 'read' }, parenthesized_declarator: { '*': 'inherit' }, attributed_declarator: { '*': 'inherit' },
    struct_specifier: { name: declaredType }, union_specifier: { name: declaredType }, enum_specifier: { name: declaredEnum }, enumerator: { name: 'bind', value: 'read' },
    call_expression: { function: 'call' }, field_expression: { argument: 'read', field: 'inherit' }, parenthesized_expression: { '*': 'inherit' }, compound_literal_expression: { type: 'new' },
    pointer_expression: { argument: 'read' }, subscript_expression: { '*': 'read' }, assignment_expression: { left: 'write', right: 'read' }, update_expression: { argument: 'write' }, cast_expression: { type: 'type' },
    field_designator: { '*': 'skip' }, preproc_def: { name: 'skip' }, preproc_function_def: { '*': 'skip' }, attribute_specifier: { '*': 'skip' }, gnu_asm_expression: { '*': 'read' }, offsetof_expression: { member: 'skip' },
  },
  names: { identifier: 'name', type_identifier: 'type', field_identifier: 'name' },
  scopes: {
    function_definition: 'function', struct_specifier: 'type', union_specifier: 'type', compound_statement: 'block', for_statement: 'block',
  },
  members: { field_expression: ['argument', 'field'] },
  calls: { call_expression: 'function' },
  news: { compound_literal_expression: 'type' },
  self: [],
  through: { parenthesized_expression: '*', pointer_expression: 'argument' },
  casts: { cast_expression: 'type' },
  declarators: ['init_declarator', 'pointer_declarator', 'array_declarator', 'parenthesized_declarator', 'function_declarator'],
  typed: { init_declarator: { value: 'value' }, declaration: { type: 'type' }, parameter_declaration: { type: 'type' }, field_declaration: { type: 'type' }, function_definition: { type: 'type' } },
  hooks: { preproc_include: include },
};

export { declaredType, declarator, firstSkipped, parameter };

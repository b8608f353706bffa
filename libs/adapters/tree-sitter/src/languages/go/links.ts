import type { TreeView } from '../../flat/tree-view.ts';
import type { LinkHook, LinkSpec, RoleRule } from '../../links/link-spec.ts';

const hasToken = (view: TreeView, node: number, token: string): boolean => {
  for (const child of view.children(node)) if (!view.isNamed(child) && view.typeOf(child) === token) return true;
  return false;
};
/** `:=` declares, `=` writes. */
const received: RoleRule = (view, node) => (hasToken(view, view.parent(node), ':=') ? 'bind' : 'write');
/** A field without a name embeds its type. */
const embedded: RoleRule = (view, node) => (view.child(view.parent(node), 'name') < 0 ? 'extends' : 'type');
const element: RoleRule = (view, node) => (view.typeOf(view.parent(view.parent(node))) === 'interface_type' ? 'extends' : 'type');
/** `T{name: value}`: names of fields. In maps and lists the key is a value. */
const key: RoleRule = (view, node) => {
  const literal = view.parent(view.parent(view.parent(node)));
  const type = literal < 0 || view.typeOf(literal) !== 'composite_literal' ? -1 : view.child(literal, 'type');
  const inside = view.firstNamed(node);
  return inside >= 0 && view.typeOf(inside) === 'identifier' && (type < 0 || !/map|array|slice/.test(view.typeOf(type))) ? 'skip' : 'read';
};

const importSpec: LinkHook = (view, node, sink) => {
  const path = view.child(node, 'path');
  if (path < 0) return;
  const module = view.textOf(path).slice(1, -1);
  const alias = view.child(node, 'name');
  const local = alias < 0 ? packageOf(module) : view.textOf(alias);
  const bindings = local === '_' ? [] : [{ imported: '*', local: local === '.' ? '*' : local, exported: null, typeOnly: false }];
  if (local !== '_' && local !== '.') sink.bindImport(local, node);
  sink.imports.push({ module, kind: 'import', bindings, line: sink.lineOf(node) });
};

/** What a package is most likely called: the last part of its path that is no version. */
function packageOf(module: string): string {
  const parts = module.split('/');
  const last = parts.length > 1 && /^v\d+$/.test(parts[parts.length - 1]!) ? parts[parts.length - 2]! : parts[parts.length - 1]!;
  return last.replace(/\.v\d+$/, '');
}

const packageClause: LinkHook = (view, node, sink) => {
  const name = view.firstNamed(node);
  if (name >= 0) sink.packageName = view.textOf(name);
};

const outer = { name: 'bind-outer' } as const;
const typedName = { name: 'bind', type: 'type', value: 'read' } as const;

export const goLinks: LinkSpec = {
  roles: {
    function_declaration: { ...outer, result: 'type' }, method_declaration: { result: 'type' }, type_spec: { ...outer, type: 'type' }, type_alias: { ...outer, type: 'type' },
    parameter_declaration: typedName, variadic_parameter_declaration: typedName, type_parameter_declaration: typedName, var_spec: typedName, const_spec: typedName,
    short_var_declaration: { left: 'bind', right: 'read' }, range_clause: { left: received, right: 'read' }, receive_statement: { left: received, right: 'read' }, type_switch_statement: { alias: 'bind' },
    expression_list: { '*': 'inherit' }, assignment_statement: { left: 'write', right: 'read' }, inc_statement: { '*': 'write' }, dec_statement: { '*': 'write' },
    call_expression: { function: 'call', type_arguments: 'type' }, selector_expression: { operand: 'read', field: 'inherit' }, qualified_type: { package: 'read', name: 'inherit' },
    generic_type: { type: 'inherit', type_arguments: 'type' }, pointer_type: { '*': 'inherit' }, parenthesized_expression: { '*': 'inherit' }, composite_literal: { type: 'new', body: 'read' },
    array_type: { element: 'type' }, slice_type: { element: 'type' }, implicit_length_array_type: { element: 'type' }, map_type: { key: 'type', value: 'type' },
    unary_expression: { operand: 'read' }, index_expression: { '*': 'read' }, slice_expression: { '*': 'read' },
    field_declaration: { type: embedded }, type_elem: { '*': element }, keyed_element: { key, value: 'read' },
    import_spec: { '*': 'skip' }, package_clause: { '*': 'skip' },
  },
  names: { identifier: 'name', type_identifier: 'type', package_identifier: 'name', field_identifier: 'member' },
  blank: '_',
  scopes: {
    function_declaration: 'function', method_declaration: 'function', func_literal: 'function', function_type: 'function', method_elem: 'function', type_spec: 'block', type_alias: 'block',
    block: 'block', if_statement: 'block', for_statement: 'block', expression_switch_statement: 'block', type_switch_statement: 'block', expression_case: 'block', type_case: 'block', default_case: 'block', communication_case: 'block',
  },
  members: { selector_expression: ['operand', 'field'], qualified_type: ['package', 'name'] },
  calls: { call_expression: 'function' },
  news: { composite_literal: 'type' },
  self: [],
  through: { parenthesized_expression: '*', unary_expression: 'operand', generic_type: 'type' },
  casts: { type_assertion_expression: 'type', type_conversion_expression: 'type' },
  lists: ['expression_list'],
  typed: {
    parameter_declaration: { type: 'type' }, var_spec: { type: 'type', value: 'value' }, const_spec: { type: 'type', value: 'value' }, field_declaration: { type: 'type' }, short_var_declaration: { value: 'right' },
  },
  returns: { function_declaration: 'result', method_declaration: 'result', method_elem: 'result', func_literal: 'result' },
  hooks: { import_spec: importSpec, package_clause: packageClause },
};

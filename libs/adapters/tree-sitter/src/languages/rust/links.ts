import type { ImportBinding } from '@twinmcp/syntax';
import type { TreeView } from '../../flat/tree-view.ts';
import type { LinkHook, LinkSpec, LinkSink, RoleRule } from '../../links/link-spec.ts';

const constant = (view: TreeView, node: number): boolean => view.typeOf(node) === 'scoped_identifier' || (view.typeOf(node) === 'identifier' && /^\p{Lu}/u.test(view.text.charAt(view.tree.start[node]!)));
/** In patterns small names are declared, others are constants and variants that are compared with. */
const pattern: RoleRule = (view, node) => (constant(view, node) ? 'read' : 'bind');
const inherited: RoleRule = (view, node) => (constant(view, node) ? 'read' : 'inherit');
const parts = { '*': inherited } as const;

/** `use a::{b, c::d as e, f::*};` one import a module. */
const useDeclaration: LinkHook = (view, node, sink) => {
  const argument = view.child(node, 'argument');
  const exported = view.childOfType(node, 'visibility_modifier') >= 0;
  if (argument < 0) return;
  const found = new Map<string, ImportBinding[]>();
  collect(view, argument, '', exported, found, sink, 0);
  for (const [module, bindings] of found) sink.imports.push({ module, kind: exported ? 'reexport' : 'import', bindings, line: sink.lineOf(node) });
};

function collect(view: TreeView, node: number, prefix: string, exported: boolean, found: Map<string, ImportBinding[]>, sink: LinkSink, depth: number): void {
  if (depth > 20 || node < 0) return;
  const join = (path: string): string => (prefix === '' ? path : path === '' ? prefix : `${prefix}::${path}`);
  const clean = (at: number): string => (at < 0 ? '' : view.textOf(at).replace(/\s+/g, ''));
  const add = (path: string, alias: string | null): void => {
    const cut = path.lastIndexOf('::');
    const [module, name] = cut < 0 ? [path, path] : [path.slice(0, cut), path.slice(cut + 2)];
    const whole = name === 'self' || cut < 0;
    const local = alias ?? (name === 'self' ? module.slice(module.lastIndexOf(':') + 1) : name);
    const list = found.get(whole && name !== 'self' ? path : module) ?? [];
    found.set(whole && name !== 'self' ? path : module, list);
    list.push({ imported: whole ? '*' : name, local, exported: exported ? local : null, typeOnly: false });
    if (local !== '_') sink.bindImport(local, node);
  };
  const type = view.typeOf(node);
  if (type === 'use_wildcard') {
    const module = join(clean(view.firstNamed(node)));
    found.set(module, [...(found.get(module) ?? []), { imported: '*', local: '*', exported: exported ? '*' : null, typeOnly: false }]);
  } else if (type === 'scoped_use_list') collect(view, view.child(node, 'list'), join(clean(view.child(node, 'path'))), exported, found, sink, depth + 1);
  else if (type === 'use_list') for (const child of view.namedChildren(node)) collect(view, child, prefix, exported, found, sink, depth + 1);
  else if (type === 'use_as_clause') add(join(clean(view.child(node, 'path'))), clean(view.child(node, 'alias')));
  else add(join(clean(node)), null);
}

const externCrate: LinkHook = (view, node, sink) => {
  const name = view.child(node, 'name');
  const alias = view.child(node, 'alias');
  if (name < 0) return;
  const local = view.textOf(alias < 0 ? name : alias);
  sink.bindImport(local, name);
  sink.imports.push({ module: view.textOf(name), kind: 'import', bindings: [{ imported: '*', local, exported: null, typeOnly: false }], line: sink.lineOf(node) });
};

const outer = { name: 'bind-outer' } as const;

export const rustLinks: LinkSpec = {
  roles: {
    function_item: { ...outer, return_type: 'type' }, function_signature_item: { ...outer, return_type: 'type' }, struct_item: outer, union_item: outer, enum_item: outer, trait_item: { ...outer, bounds: 'extends' }, type_item: { ...outer, type: 'type' }, mod_item: outer,
    const_item: { name: 'bind', type: 'type' }, static_item: { name: 'bind', type: 'type' }, enum_variant: { name: 'skip' }, macro_definition: { name: 'bind', '*': 'skip' }, associated_type: { name: 'skip' },
    parameter: { pattern: 'bind', type: 'type' }, closure_parameters: { '*': 'bind' }, self_parameter: { '*': 'skip' }, let_declaration: { pattern: 'bind', type: 'type' }, let_condition: { pattern: 'bind' }, for_expression: { pattern: 'bind' },
    match_pattern: { condition: 'read', '*': pattern }, tuple_pattern: parts, slice_pattern: parts, or_pattern: parts, ref_pattern: parts, mut_pattern: parts, reference_pattern: parts, captured_pattern: parts,
    tuple_struct_pattern: { type: 'read', '*': inherited }, struct_pattern: { type: 'type', '*': 'inherit' }, field_pattern: { pattern: 'inherit', name: 'inherit' },
    type_parameter: { name: 'bind', bounds: 'type', default_type: 'type' }, const_parameter: { name: 'bind', type: 'type' }, lifetime: { '*': 'skip' }, label: { '*': 'skip' },
    impl_item: { trait: 'implements', type: 'type' }, trait_bounds: { '*': 'inherit' }, generic_type: { type: 'inherit', type_arguments: 'type' }, generic_type_with_turbofish: { type: 'inherit', type_arguments: 'type' },
    scoped_identifier: { path: 'read', name: 'inherit' }, scoped_type_identifier: { path: 'read', name: 'inherit' }, field_expression: { value: 'read', field: 'inherit' },
    call_expression: { function: 'call' }, generic_function: { function: 'inherit', type_arguments: 'type' }, macro_invocation: { macro: 'call' }, struct_expression: { name: 'new' },
    field_initializer: { field: 'skip', value: 'read' }, assignment_expression: { left: 'write', right: 'read' }, compound_assignment_expr: { left: 'write', right: 'read' },
    reference_expression: { value: 'read' }, parenthesized_expression: { '*': 'inherit' }, attribute_item: { '*': 'skip' }, inner_attribute_item: { '*': 'skip' }, token_tree: { '*': 'read' }, type_binding: { name: 'skip', type: 'type' },
    use_declaration: { '*': 'skip' }, extern_crate_declaration: { '*': 'skip' }, visibility_modifier: { '*': 'skip' },
  },
  names: { identifier: 'name', type_identifier: 'type', field_identifier: 'member', shorthand_field_identifier: 'name' },
  scopes: {
    function_item: 'function', function_signature_item: 'function', closure_expression: 'function', impl_item: 'type', trait_item: 'type', struct_item: 'type', enum_item: 'type', union_item: 'type', type_item: 'block', mod_item: 'function',
    block: 'block', match_arm: 'block', for_expression: 'block', if_expression: 'block', while_expression: 'block',
  },
  members: { field_expression: ['value', 'field'], scoped_identifier: ['path', 'name'], scoped_type_identifier: ['path', 'name'] },
  calls: { call_expression: 'function' },
  news: { struct_expression: 'name' },
  makers: /^(?:new|default|from|with_\w+)$/,
  self: ['self', 'super', 'crate'],
  selfNames: ['Self'],
  through: { parenthesized_expression: '*', reference_expression: 'value', try_expression: '*', generic_type: 'type', generic_type_with_turbofish: 'type', generic_function: 'function' },
  awaits: { await_expression: '*' },
  casts: { type_cast_expression: 'type' },
  typed: { parameter: { type: 'type' }, let_declaration: { type: 'type', value: 'value' }, const_item: { type: 'type' }, static_item: { type: 'type' }, field_declaration: { type: 'type' } },
  declarators: ['mut_pattern', 'ref_pattern'],
  returns: { function_item: 'return_type', function_signature_item: 'return_type' },
  hooks: { use_declaration: useDeclaration, extern_crate_declaration: externCrate },
};

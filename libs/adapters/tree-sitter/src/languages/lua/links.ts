import type { LinkHook, LinkSpec, RoleRule } from '../../links/link-spec.ts';

/** `local a = 1` declares, `a = 1` writes. */
const variable: RoleRule = (view, node) => {
  const list = view.parent(node);
  const around = view.parent(list);
  const kind = view.typeOf(around);
  return kind === 'for_generic_clause' || kind === 'variable_declaration' || view.typeOf(view.parent(around)) === 'variable_declaration' ? 'bind' : 'write';
};
/** `function M.f()` declares no name of its own. */
const declared: RoleRule = (view, node) => (view.isLeaf(node) ? 'bind-outer' : 'skip');
/** `{ name = value }`, but `{ [key] = value }`. */
const key: RoleRule = (view, node) => (view.text.charAt(view.tree.start[view.parent(node)]!) === '[' ? 'read' : 'skip');

/** `local m = require 'a.b'`, `require('a').name` */
const required: LinkHook = (view, node, sink) => {
  const name = node + 1;
  const { start, end } = view.tree;
  if (end[name]! - start[name]! !== 7 || view.textOf(name) !== 'require') return;
  const args = view.child(node, 'arguments');
  const module = args < 0 ? undefined : /(["'])([^"'\n]{1,500})\1/.exec(view.textOf(args).slice(0, 600))?.[2];
  if (module === undefined) return;
  const values = view.parent(node);
  const assignment = view.typeOf(values) === 'expression_list' && view.firstNamed(values) === node ? view.parent(values) : -1;
  const target = assignment >= 0 && view.typeOf(assignment) === 'assignment_statement' ? view.firstNamed(view.firstNamed(assignment)) : -1;
  const local = target >= 0 && view.isLeaf(target) ? view.textOf(target) : null;
  if (local !== null) sink.bindImport(local, target);
  sink.imports.push({ module, kind: 'require', bindings: local === null ? [] : [{ imported: '*', local, exported: null, typeOnly: false }], line: sink.lineOf(node) });
};

export const luaLinks: LinkSpec = {
  roles: {
    function_declaration: { name: declared }, parameters: { name: 'bind' }, variable_list: { '*': variable }, for_numeric_clause: { name: 'bind' }, field: { name: key, value: 'read' },
    dot_index_expression: { table: 'read', field: 'inherit' }, method_index_expression: { table: 'read', method: 'inherit' }, bracket_index_expression: { '*': 'read' }, function_call: { name: 'call' },
    goto_statement: { '*': 'skip' }, label_statement: { '*': 'skip' }, attribute: { '*': 'skip' }, parenthesized_expression: { '*': 'inherit' },
  },
  names: { identifier: 'name' },
  scopes: { function_declaration: 'function', function_definition: 'function', block: 'block', for_statement: 'block' },
  members: { dot_index_expression: ['table', 'field'], method_index_expression: ['table', 'method'] },
  calls: { function_call: 'name' },
  self: [],
  selfNames: ['self'],
  hooks: { function_call: required },
};

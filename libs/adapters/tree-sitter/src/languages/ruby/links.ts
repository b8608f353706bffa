import type { LinkHook, LinkSpec, RoleRule } from '../../links/link-spec.ts';

/** `class A::B` declares no name here. */
const declared: RoleRule = (view, node) => (view.typeOf(node) === 'constant' ? 'bind-outer' : 'skip');
/** Variables of objects are no names of the program. */
const assigned: RoleRule = (view, node) => (view.typeOf(node).endsWith('variable') ? 'skip' : 'bind');

const plain = (text: string): string => text.replace(/^:?["']?|["']$/g, '');

const required: LinkHook = (view, node, sink) => {
  const { start, end } = view.tree;
  const method = view.child(node, 'method');
  if (method < 0 || end[method]! - start[method]! > 16 || view.child(node, 'receiver') >= 0) return;
  const name = view.textOf(method);
  if (!/^(?:require|require_relative|load|autoload)$/.test(name)) return;
  const args = view.child(node, 'arguments');
  const path = args < 0 ? -1 : name === 'autoload' ? view.lastNamed(args) : view.firstNamed(args);
  if (path < 0 || view.typeOf(path) !== 'string') return;
  const text = plain(view.textOf(path).slice(0, 500));
  if (text === '') return;
  const bound = name === 'autoload' ? plain(view.textOf(view.firstNamed(args)).slice(0, 200)) : null;
  const bindings = bound === null ? [] : [{ imported: bound, local: bound, exported: null, typeOnly: false }];
  sink.imports.push({ module: name === 'require_relative' && !text.startsWith('.') ? `./${text}` : text, kind: 'require', bindings, line: sink.lineOf(node) });
};

const names = { '*': 'bind' } as const;
const list = { '*': 'inherit' } as const;

export const rubyLinks: LinkSpec = {
  roles: {
    class: { name: declared }, module: { name: declared }, superclass: { '*': 'extends' }, method: { name: 'skip' }, singleton_method: { name: 'skip', object: 'skip' }, setter: { '*': 'skip' },
    method_parameters: names, block_parameters: names, lambda_parameters: names, destructured_parameter: list, optional_parameter: { name: 'bind', value: 'read' }, keyword_parameter: { name: 'bind', value: 'read' }, splat_parameter: { name: 'bind' }, hash_splat_parameter: { name: 'bind' }, block_parameter: { name: 'bind' },
    assignment: { left: assigned, right: 'read' }, operator_assignment: { left: assigned, right: 'read' }, left_assignment_list: list, rest_assignment: list, destructured_left_assignment: list, for: { pattern: 'bind' }, exception_variable: names, as_pattern: { name: 'bind' },
    call: { receiver: 'read', method: 'call', arguments: 'read', block: 'read' }, scope_resolution: { scope: 'read', name: 'inherit' }, element_reference: { '*': 'read' }, alias: { '*': 'skip' }, undef: { '*': 'skip' },
  },
  names: { identifier: 'name', constant: 'name' },
  scopes: { class: 'type', module: 'type', singleton_class: 'block', method: 'function', singleton_method: 'function', block: 'block', do_block: 'block', lambda: 'block' },
  members: { call: ['receiver', 'method'], scope_resolution: ['scope', 'name'] },
  calling: ['call'],
  makers: /^new$/,
  self: ['self', 'super'],
  lists: ['left_assignment_list', 'right_assignment_list'],
  typed: { assignment: { value: 'right' } },
  hooks: { call: required },
};

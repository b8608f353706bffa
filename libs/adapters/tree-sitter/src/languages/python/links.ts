import type { ImportBinding } from '@twinmcp/syntax';
import type { TreeView } from '../../flat/tree-view.ts';
import type { LinkHook, LinkSpec, RoleRule } from '../../links/link-spec.ts';

/** A lone name in a `case` catches the value, a dotted one is compared with. */
const captured: RoleRule = (view, node) => (view.typeOf(node) === 'dotted_name' && view.firstNamed(node) === view.lastNamed(node) ? 'bind' : 'inherit');
/** Names that `def f[T: Bound]`, `class A[T]` and `type A[T] = …` declare; all other types are uses. */
const typeName: RoleRule = (view, node) => {
  const { parent, field } = view.tree;
  const type = parent[node]!;
  if (view.typeOf(parent[type]!) === 'type_alias_statement' && field[type] === view.names.fieldId('left')) return 'bind-outer';
  let holder = parent[type]!;
  if (view.typeOf(holder) === 'constrained_type' && view.firstNamed(holder) === type) holder = parent[parent[holder]!]!;
  if (view.typeOf(holder) !== 'type_parameter') return 'type';
  const declaration = view.typeOf(parent[holder]!);
  const aliased = declaration === 'generic_type' && view.typeOf(parent[parent[parent[holder]!]!]!) === 'type_alias_statement' && field[parent[parent[holder]!]!] === view.names.fieldId('left');
  return field[holder] === view.names.fieldId('type_parameters') || aliased ? 'bind' : 'type';
};
const generic: RoleRule = (view, node) => (view.typeOf(node) === 'identifier' ? 'inherit' : 'type');
/** `Point(x=0)`: x is an attribute. */
const keyword: RoleRule = (view, node) => (view.firstNamed(view.parent(node)) === node ? 'skip' : captured(view, node));

const importModules: LinkHook = (view, node, sink) => {
  for (const child of view.namedChildren(node)) {
    const alias = view.child(child, 'alias');
    const name = alias < 0 ? child : view.child(child, 'name');
    const module = view.textOf(name).replace(/\s+/g, '');
    const typeOnly = typeChecking(view, node);
    const line = sink.lineOf(child);
    // `import a.b` loads a.b and binds a: what is written later is `a.b.x`.
    const dotted = alias < 0 && module.includes('.');
    const local = alias < 0 ? module.split('.')[0]! : view.textOf(alias);
    sink.bindImport(local, node);
    if (dotted) sink.imports.push({ module, kind: 'import', bindings: [], line });
    sink.imports.push({ module: dotted ? local : module, kind: 'import', bindings: [{ imported: '*', local, exported: null, typeOnly }], line });
  }
};

const importFrom: LinkHook = (view, node, sink) => {
  const source = view.child(node, 'module_name');
  const module = source < 0 ? '__future__' : view.textOf(source).replace(/\s+/g, '');
  const typeOnly = typeChecking(view, node);
  const bindings: ImportBinding[] = [];
  for (const child of view.namedChildren(node)) {
    if (child === source) continue;
    const type = view.typeOf(child);
    if (type === 'wildcard_import') bindings.push({ imported: '*', local: '*', exported: null, typeOnly });
    else if (type === 'aliased_import' || type === 'dotted_name') {
      const alias = view.child(child, 'alias');
      const imported = view.textOf(alias < 0 ? child : view.child(child, 'name'));
      const local = alias < 0 ? imported : view.textOf(alias);
      sink.bindImport(local, node);
      bindings.push({ imported, local, exported: null, typeOnly });
    }
  }
  sink.imports.push({ module, kind: 'import', bindings, line: sink.lineOf(node) });
};

/** Inside `if TYPE_CHECKING:`. */
function typeChecking(view: TreeView, node: number): boolean {
  const around = view.parent(view.parent(node));
  if (around < 0 || view.typeOf(around) !== 'if_statement') return false;
  const condition = view.child(around, 'condition');
  return condition >= 0 && /^(?:typing\.)?TYPE_CHECKING$/.test(view.textOf(condition).slice(0, 40));
}

const outside: LinkHook = (view, node, sink) => {
  for (const name of view.namedChildren(node)) sink.release(view.textOf(name));
};

/** `__all__ = ['a', 'b']` */
const listedExports: LinkHook = (view, node, sink) => {
  const left = sink.atTop() ? view.child(node, 'left') : -1;
  const right = view.child(node, 'right');
  if (left < 0 || right < 0 || view.textOf(left) !== '__all__') return;
  for (const [, name] of view.textOf(right).slice(0, 100_000).matchAll(/['"]([^'"\n]+)['"]/g)) sink.exports.push({ local: name!, exported: name! });
};

const list = { '*': 'inherit' } as const;

export const pythonLinks: LinkSpec = {
  roles: {
    function_definition: { name: 'bind-outer', return_type: 'type' }, class_definition: { name: 'bind-outer', superclasses: 'extends' },
    argument_list: list, keyword_argument: { name: 'skip', value: 'read' }, call: { function: 'call', arguments: 'read' }, decorator: { '*': 'decorator' },
    parameters: { '*': 'bind' }, lambda_parameters: { '*': 'bind' }, default_parameter: { name: 'bind', value: 'read' }, typed_parameter: { type: 'type', '*': 'bind' }, typed_default_parameter: { name: 'bind', type: 'type', value: 'read' },
    tuple_pattern: list, list_pattern: list, pattern_list: list, list_splat_pattern: list, dictionary_splat_pattern: list, parenthesized_expression: list,
    assignment: { left: 'bind', right: 'read', type: 'type' }, augmented_assignment: { left: 'bind', right: 'read' }, named_expression: { name: 'bind-function', value: 'read' },
    for_statement: { left: 'bind' }, for_in_clause: { left: 'bind' }, as_pattern: { alias: 'bind' }, as_pattern_target: list, except_clause: { alias: 'bind' },
    case_pattern: { '*': captured }, class_pattern: { '*': 'read' }, keyword_pattern: { '*': keyword }, splat_pattern: { '*': 'bind' }, dotted_name: list,
    attribute: { object: 'read', attribute: 'inherit' }, type: { '*': typeName }, generic_type: { '*': generic }, type_parameter: { '*': 'type' }, constrained_type: { '*': 'type' },
    import_statement: { '*': 'skip' }, import_from_statement: { '*': 'skip' }, future_import_statement: { '*': 'skip' }, global_statement: { '*': 'skip' }, nonlocal_statement: { '*': 'skip' },
  },
  names: { identifier: 'name' },
  scopes: {
    function_definition: 'function', lambda: 'function', class_definition: 'closed',
    type_alias_statement: 'block', list_comprehension: 'block', set_comprehension: 'block', dictionary_comprehension: 'block', generator_expression: 'block',
  },
  members: { attribute: ['object', 'attribute'] },
  calls: { call: 'function' },
  capitalMakes: true,
  self: [],
  selfNames: ['self', 'cls'],
  superCall: 'super',
  through: { parenthesized_expression: '*' },
  awaits: { await: '*' },
  lists: ['pattern_list', 'tuple_pattern', 'expression_list', 'tuple'],
  declarators: ['as_pattern_target'],
  typed: {
    assignment: { type: 'type', value: 'right' }, typed_parameter: { type: 'type' }, typed_default_parameter: { type: 'type', value: 'value' }, default_parameter: { value: 'value' },
    named_expression: { value: 'value' }, as_pattern: { value: '*' },
  },
  returns: { function_definition: 'return_type' },
  assigns: { assignment: ['left', 'right'] },
  hooks: { import_statement: importModules, import_from_statement: importFrom, future_import_statement: importFrom, global_statement: outside, nonlocal_statement: outside, assignment: listedExports },
};

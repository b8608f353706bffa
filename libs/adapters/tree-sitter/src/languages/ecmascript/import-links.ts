import type { ImportBinding } from '@twinmcp/syntax';
import type { TreeView } from '../../flat/tree-view.ts';
import type { LinkHook } from '../../links/link-spec.ts';

/** Text of a string or of a template without substitutions; null for anything else. */
export function literalText(view: TreeView, node: number): string | null {
  if (node < 0) return null;
  const type = view.typeOf(node);
  if (type !== 'string' && (type !== 'template_string' || view.childOfType(node, 'template_substitution') >= 0)) return null;
  const text = view.textOf(node).slice(1, -1);
  return text.length > 1_000 ? null : text;
}

/** A name in an import or export list, which may be a string. */
export function listedName(view: TreeView, node: number): string {
  return literalText(view, node) ?? view.textOf(node);
}

const hasToken = (view: TreeView, node: number, token: string): boolean => {
  for (const child of view.children(node)) {
    if (view.isNamed(child)) return false;
    if (view.typeOf(child) === token) return true;
  }
  return false;
};

/** `import a, { b as c, type D } from 'm'`, `import * as ns`, `import 'm'`, `import x = require('m')`. */
export const importLinks: LinkHook = (view, node, sink) => {
  const whole = hasToken(view, node, 'type') || hasToken(view, node, 'typeof');
  const bindings: ImportBinding[] = [];
  const bind = (imported: string, name: number, typeOnly = whole): void => {
    const local = view.textOf(name);
    bindings.push({ imported, local, exported: null, typeOnly });
    sink.bindImport(local, name);
  };
  const required = view.childOfType(node, 'import_require_clause');
  const module = literalText(view, view.child(required < 0 ? node : required, 'source'));
  if (module === null) return;
  if (required >= 0) bind('*', view.firstNamed(required));
  const clause = view.childOfType(node, 'import_clause');
  for (const part of clause < 0 ? [] : view.namedChildren(clause)) {
    const type = view.typeOf(part);
    if (type === 'identifier') bind('default', part);
    else if (type === 'namespace_import') bind('*', view.firstNamed(part));
    else if (type === 'named_imports') {
      for (const one of view.namedChildren(part)) {
        const name = view.child(one, 'name');
        const alias = view.child(one, 'alias');
        if (name >= 0) bind(listedName(view, name), alias < 0 ? name : alias, whole || hasToken(view, one, 'type'));
      }
    }
  }
  sink.imports.push({ module, kind: required < 0 ? 'import' : 'require', bindings, line: sink.lineOf(node) });
};

/** `require('m')` and `import('m')`, with what is made of them: `const { a: b } = require('m')`, `const x = (await import('m')).y`. */
export const callImports: LinkHook = (view, node, sink) => {
  const callee = node + 1;
  const { start, end } = view.tree;
  const length = end[callee]! - start[callee]!;
  if (length !== 6 && length !== 7) return;
  const dynamic = view.typeOf(callee) === 'import';
  if (!dynamic && (length !== 7 || view.textOf(callee) !== 'require')) return;
  const args = view.child(node, 'arguments');
  const module = args < 0 ? null : literalText(view, view.firstNamed(args));
  if (module === null) return;
  let value = node;
  let member: string | null = null;
  for (let up = 0; up < 6; up++) {
    const parent = view.parent(value);
    const type = view.typeOf(parent);
    if (type === 'member_expression' && member === null && view.child(parent, 'object') === value) member = view.textOf(view.child(parent, 'property'));
    else if (type !== 'await_expression' && type !== 'parenthesized_expression' && type !== 'non_null_expression' && type !== 'as_expression') break;
    value = parent;
  }
  if (member === 'then') member = null;
  const bindings: ImportBinding[] = [];
  const parent = view.parent(value);
  const type = view.typeOf(parent);
  const bind = (imported: string, name: number): void => {
    bindings.push({ imported, local: view.textOf(name), exported: null, typeOnly: false });
    sink.bindImport(view.textOf(name), name);
  };
  if (type === 'variable_declarator') {
    const name = view.child(parent, 'name');
    if (view.isLeaf(name)) bind(member ?? '*', name);
    else if (view.typeOf(name) === 'object_pattern' && member === null) for (const [imported, local] of destructured(view, name)) bind(imported, local);
  } else if (type === 'assignment_expression') {
    const left = view.textOf(view.child(parent, 'left')).slice(0, 200);
    const exported = /^(?:module\.)?exports\.([\w$]+)$/.exec(left)?.[1] ?? (left === 'module.exports' ? 'export=' : null);
    if (exported !== null) bindings.push({ imported: member ?? '*', local: null, exported, typeOnly: false });
  }
  if (bindings.length === 0 && member !== null) bindings.push({ imported: member, local: null, exported: null, typeOnly: false });
  sink.imports.push({ module, kind: dynamic ? 'dynamic' : 'require', bindings, line: sink.lineOf(node) });
};

/** Names on the first level of `{ a, b: c, d = 1 }`. */
function destructured(view: TreeView, pattern: number): [imported: string, local: number][] {
  const names: [string, number][] = [];
  for (const part of view.namedChildren(pattern)) {
    const type = view.typeOf(part);
    if (type === 'shorthand_property_identifier_pattern') names.push([view.textOf(part), part]);
    else if (type === 'object_assignment_pattern') {
      const left = view.child(part, 'left');
      if (left >= 0 && view.isLeaf(left)) names.push([view.textOf(left), left]);
    } else if (type === 'pair_pattern') {
      const [key, value] = [view.child(part, 'key'), view.child(part, 'value')];
      const local = value >= 0 && view.typeOf(value) === 'assignment_pattern' ? view.child(value, 'left') : value;
      if (key >= 0 && local >= 0 && view.isLeaf(local)) names.push([listedName(view, key), local]);
    }
  }
  return names;
}

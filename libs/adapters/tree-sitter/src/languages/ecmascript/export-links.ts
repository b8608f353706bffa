import type { ImportBinding } from '@twinmcp/syntax';
import type { TreeView } from '../../flat/tree-view.ts';
import type { LinkHook } from '../../links/link-spec.ts';
import { listedName, literalText } from './import-links.ts';

const hasToken = (view: TreeView, node: number, token: string): boolean => {
  for (const child of view.children(node)) if (!view.isNamed(child) && view.typeOf(child) === token) return true;
  return false;
};

/** `export { a as b }`, `export … from`, `export default`, `export =`. Exported declarations are told by their symbols. */
export const exportLinks: LinkHook = (view, node, sink) => {
  const source = view.child(node, 'source');
  if (source >= 0) return reexport(view, node, source, sink);
  if (!sink.atTop()) return;
  const clause = view.childOfType(node, 'export_clause');
  if (clause >= 0) {
    for (const one of view.namedChildren(clause)) {
      const name = view.child(one, 'name');
      const alias = view.child(one, 'alias');
      if (name >= 0) sink.exports.push({ local: view.textOf(name), exported: listedName(view, alias < 0 ? name : alias) });
    }
    return;
  }
  const isDefault = hasToken(view, node, 'default');
  if (!isDefault && !hasToken(view, node, '=')) return;
  const made = view.child(node, 'declaration');
  const value = made >= 0 ? made : view.child(node, 'value') >= 0 ? view.child(node, 'value') : view.lastNamed(node);
  if (value < 0) return;
  const name = view.typeOf(value) === 'identifier' ? value : view.child(value, 'name');
  sink.exports.push({ local: name >= 0 && view.isLeaf(name) ? view.textOf(name) : 'default', exported: isDefault ? 'default' : 'export=' });
};

const reexport = (view: TreeView, node: number, source: number, sink: Parameters<LinkHook>[2]): void => {
  const module = literalText(view, source);
  if (module === null) return;
  const typeOnly = hasToken(view, node, 'type');
  const bindings: ImportBinding[] = [];
  const clause = view.childOfType(node, 'export_clause');
  const namespace = view.childOfType(node, 'namespace_export');
  if (clause >= 0) {
    for (const one of view.namedChildren(clause)) {
      const name = view.child(one, 'name');
      const alias = view.child(one, 'alias');
      if (name >= 0) bindings.push({ imported: listedName(view, name), local: null, exported: listedName(view, alias < 0 ? name : alias), typeOnly: typeOnly || hasToken(view, one, 'type') });
    }
  } else bindings.push({ imported: '*', local: null, exported: namespace < 0 ? '*' : listedName(view, view.firstNamed(namespace)), typeOnly });
  sink.imports.push({ module, kind: 'reexport', bindings, line: sink.lineOf(node) });
};

const FUNCTION_LIKE = new Set(['function_expression', 'generator_function', 'arrow_function', 'class']);

/** `module.exports = …` and `exports.x = …`. */
export const assignmentExports: LinkHook = (view, node, sink) => {
  const left = view.child(node, 'left');
  const { start, end } = view.tree;
  if (left < 0 || end[left]! - start[left]! > 100 || !/^(?:module|exports)\b/.test(view.text.slice(start[left], start[left]! + 8))) return;
  const target = view.textOf(left).replace(/\s+/g, '');
  const value = view.child(node, 'right');
  if (value < 0) return;
  const type = view.typeOf(value);
  const property = /^(?:module\.)?exports\.([\w$]+)$/.exec(target)?.[1];
  if (property !== undefined) {
    sink.exports.push({ local: type === 'identifier' ? view.textOf(value) : property, exported: property });
  } else if (target === 'module.exports') {
    if (type === 'identifier') sink.exports.push({ local: view.textOf(value), exported: 'export=' });
    else if (type === 'object') exportObject(view, value, sink);
    else if (FUNCTION_LIKE.has(type)) {
      const name = view.child(value, 'name');
      sink.exports.push({ local: name < 0 ? 'default' : view.textOf(name), exported: 'export=' });
    } else if (type === 'new_expression' || type === 'call_expression') sink.exports.push({ local: 'default', exported: 'export=' });
  }
};

/** `module.exports = { a, b: c, d() {} }` */
function exportObject(view: TreeView, object: number, sink: Parameters<LinkHook>[2]): void {
  for (const part of view.namedChildren(object)) {
    const type = view.typeOf(part);
    if (type === 'shorthand_property_identifier') sink.exports.push({ local: view.textOf(part), exported: view.textOf(part) });
    else if (type === 'pair' || type === 'method_definition') {
      const key = view.child(part, type === 'pair' ? 'key' : 'name');
      const value = view.child(part, 'value');
      if (key < 0 || view.typeOf(key) === 'computed_property_name') continue;
      const exported = listedName(view, key);
      sink.exports.push({ local: value >= 0 && view.typeOf(value) === 'identifier' ? view.textOf(value) : exported, exported });
    }
  }
}

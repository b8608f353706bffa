import type { Node } from '../../flat/node.ts';
import type { Rule } from '../../language-spec.ts';
import type { Outline } from '../../outline.ts';

/** The string that opens a body, without quotes and common indentation. */
export function docstring(body: Node, outline: Outline): string | null {
  let first = body.firstNamedChild;
  while (first && outline.typeOf(first) === 'comment') first = first.nextNamedSibling;
  if (!first || outline.typeOf(first) !== 'expression_statement') return null;
  const match = /^[rRuUbB]{0,2}("""|'''|"|')([^]*?)\1/.exec(outline.textOf(first).slice(0, 4_000));
  const raw = match?.[2] ?? (/^[rRuU]{0,2}("""|''')/.test(outline.textOf(first).slice(0, 5)) ? outline.textOf(first).slice(3, 2_000) : null);
  if (raw === null) return null;
  const lines = raw.split('\n').map((line) => line.trimEnd());
  const indent = Math.min(...lines.slice(1).filter((line) => line !== '').map((line) => line.length - line.trimStart().length), 80);
  const doc = [lines[0]!.trim(), ...lines.slice(1).map((line) => line.slice(indent))].join('\n').trim();
  return doc === '' ? null : doc.slice(0, 2_000);
}

/** `import a.b as c, d` */
export const importModules: Rule = (node, _place, outline) => {
  for (const child of node.namedChildren as Node[]) {
    const name = outline.typeOf(child) === 'aliased_import' ? child.childForFieldName('name') : child;
    if (name) outline.imports.push({ module: outline.textOf(name), names: [], line: node.startPosition.row + 1 });
  }
};

/** `from .a import b as c, d`; `*` is a name of its own. */
export const importFrom: Rule = (node, _place, outline) => {
  const module = node.childForFieldName('module_name');
  const names: string[] = [];
  for (const child of node.namedChildren as Node[]) {
    if (module && child.id === module.id) continue;
    const type = outline.typeOf(child);
    if (type === 'wildcard_import') names.push('*');
    else if (type === 'aliased_import') names.push(outline.textOf(child.childForFieldName('name')!));
    else if (type === 'dotted_name') names.push(outline.textOf(child));
  }
  outline.imports.push({ module: module ? outline.textOf(module) : '__future__', names, line: node.startPosition.row + 1 });
};

import type { Rule } from '../../language-spec.ts';
import type { Outline } from '../../outline.ts';
import { block } from '../shared/declarations.ts';
import { madeByMacros } from './mask.ts';

/** An empty `#define` right below `#ifndef` of the same name guards the file and defines nothing. */
export const macro = (kind: 'constant' | 'function'): Rule => (node, place, outline) => {
  const nameNode = node.childForFieldName('name');
  if (!nameNode) return;
  const value = node.childForFieldName('value');
  const parent = value ? null : node.parent;
  if (parent && outline.typeOf(parent) === 'preproc_ifdef') {
    const guard = parent.childForFieldName('name');
    if (guard && outline.textOf(guard) === outline.textOf(nameNode)) return;
  }
  outline.declare({ kind, name: outline.textOf(nameNode), nameNode, node, modifiers: ['macro'], exported: true }, place.scope.symbol < 0 ? place : { ...place, scope: { ...place.scope, symbol: -1, container: undefined } });
};

export const preprocessorRules: Readonly<Record<string, Rule>> = {
  preproc_def: macro('constant'), preproc_function_def: macro('function'),
  preproc_ifdef: block, preproc_if: block, preproc_elif: block, preproc_elifdef: block, preproc_else: block,
};

/** What calls of macros declare, except in functions. */
export function declareMacroCalls(outline: Outline): void {
  const made = madeByMacros(outline.text);
  if (made.length === 0) return;
  const declared = outline.symbols.filter((symbol) => symbol.range.endLine > symbol.range.startLine);
  for (const { kind, name, container, nameIndex, nameEnd, start, headEnd, end } of made) {
    const line = outline.lineAt(start);
    const around = declared.filter((symbol) => symbol.range.startLine <= line && symbol.range.endLine >= line).at(-1);
    if (around?.kind === 'function' || around?.kind === 'method' || around?.kind === 'constructor') continue;
    const member = around?.kind === 'class';
    outline.declareAt({ kind: kind === 'variable' && member ? 'field' : kind, name, container: container ?? around?.qualifiedName ?? null, exported: !around || around.exported, modifiers: ['macro'] }, { nameIndex, nameEnd, start, headEnd, end });
  }
}

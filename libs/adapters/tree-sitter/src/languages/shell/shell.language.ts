import type { Node } from '../../flat/node.ts';
import type { LanguageSpec, Rule } from '../../language-spec.ts';
import type { Outline } from '../../outline.ts';
import { block, childrenOf, named } from '../shared/declarations.ts';

const seen = new WeakMap<Outline, Set<string>>();

/** A variable counts where the top of the file first gives it a value; functions set them for their own ends. */
const variable = (constant: boolean): Rule => (node, place, outline) => {
  const nameNode = node.childForFieldName('name');
  if (!nameNode || place.scope.kind === 'function' || outline.typeOf(nameNode) !== 'variable_name') return;
  const names = seen.get(outline) ?? new Set<string>();
  seen.set(outline, names);
  const name = outline.textOf(nameNode);
  if (!names.has(name)) outline.declare({ kind: constant ? 'constant' : 'variable', name, nameNode, node: place.outer ?? node, exported: true }, place);
  names.add(name);
};

/** `export A=1`, `readonly A=1`, `declare -r A=1`. */
const declared: Rule = (node, place, outline) => {
  const constant = /^(?:readonly\b|(?:declare|typeset|local)\s+-\w*r)/.test(outline.textOf(node).slice(0, 40));
  for (const child of childrenOf(node)) if (outline.typeOf(child) === 'variable_assignment') variable(constant)(child, { ...place, outer: node }, outline);
};

const command: Rule = (node, place, outline) => {
  const text = outline.textOf(node).slice(0, 500);
  const sourced = /^(?:source|\.)\s+(['"]?)([^\s'";]+)\1/.exec(text)?.[2];
  if (sourced) return void outline.imports.push({ module: sourced, names: [], line: node.startPosition.row + 1 });
  const alias = /^alias\s+(?:-\w+\s+)?([\w.-]+)=/.exec(text)?.[1];
  const nameNode = (node.childrenForFieldName('argument') as Node[]).find((argument) => alias !== undefined && outline.textOf(argument).startsWith(alias));
  if (alias && nameNode && place.scope.kind !== 'function') outline.declare({ kind: 'function', name: alias, nameNode, node, modifiers: ['alias'], exported: true }, place);
};

export const shell: LanguageSpec = {
  languages: ['shell'],
  grammar: 'tree-sitter-bash/tree-sitter-bash.wasm',
  comments: new Set(['comment']),
  decorators: new Set(),
  rules: {
    function_definition: named('function', { exports: () => true, inner: 'function' }), variable_assignment: variable(false), declaration_command: declared, command,
    if_statement: block, elif_clause: block, else_clause: block, case_statement: block, case_item: block, list: block, compound_statement: block, redirected_statement: block, variable_assignments: block, ERROR: block,
  },
};

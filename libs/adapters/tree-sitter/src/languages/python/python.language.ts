import type { Node } from '../../flat/node.ts';
import type { LanguageSpec, Rule } from '../../language-spec.ts';
import type { Outline, Place } from '../../outline.ts';
import { docstring } from './text.ts';
import { pythonLinks } from './links.ts';

const visibilityOf = (name: string): 'public' | 'protected' | 'private' => (name.startsWith('__') && !name.endsWith('__') ? 'private' : name.startsWith('_') && !name.endsWith('__') ? 'protected' : 'public');

function isExported(name: string, place: Place): boolean {
  return visibilityOf(name) === 'public' && (place.scope.kind === 'module' || (place.scope.kind === 'type' && place.scope.exported));
}

const definition = (kind: 'class' | 'function'): Rule => (node, place, outline) => {
  const nameNode = node.childForFieldName('name');
  if (!nameNode) return;
  const body = node.childForFieldName('body');
  const name = outline.textOf(nameNode);
  const decorators = decoratorsOf(place, outline);
  const method = kind === 'function' && place.scope.kind === 'type';
  const accessor = method && decorators.some((text) => /^(?:property|cached_property|functools\.cached_property)$|\.(?:setter|getter|deleter)$/.test(text));
  const symbol = outline.declare({
    kind: kind === 'class' ? 'class' : !method ? 'function' : accessor ? 'accessor' : name === '__init__' ? 'constructor' : 'method',
    name, nameNode, node, bodyIndex: body?.startIndex,
    doc: (body && docstring(body, outline)) ?? undefined,
    visibility: visibilityOf(name), exported: isExported(name, place),
    modifiers: [...(outline.text.startsWith('async', node.startIndex) ? ['async'] : []), ...decorators.filter((text) => /^(?:staticmethod|classmethod|abstractmethod|abc\.abstractmethod|overload)$/.test(text)).map((text) => text.replace('abc.', '').replace('method', ''))],
  }, place);
  if (symbol >= 0 && body) outline.enter(body.namedChildren as Node[], outline.inside(symbol, kind === 'class' ? 'type' : 'function', place.scope));
};

function decoratorsOf(place: Place, outline: Outline): string[] {
  if (!place.outer) return [];
  return (place.outer.namedChildren as Node[]).filter((child) => outline.typeOf(child) === 'decorator').map((child) => outline.textOf(child).slice(1, 200).replace(/\(.*$/s, '').trim());
}

const decorated: Rule = (node, place, outline) => {
  const inner = node.childForFieldName('definition');
  if (inner) outline.visit(inner, { ...place, outer: node });
};

/** Assignments name constants and variables of a module and attributes of a class; locals are no symbols. */
const expressionStatement: Rule = (node, place, outline) => {
  if (place.scope.kind === 'function') return;
  let assignment = node.firstNamedChild;
  for (let i = 0; assignment && outline.typeOf(assignment) === 'assignment' && i < 20; i++) {
    const left = assignment.childForFieldName('left');
    const right = assignment.childForFieldName('right');
    for (const target of left ? targets(left, outline) : []) {
      const name = outline.textOf(target);
      if (name === '__all__') applyAll(outline, right ? outline.textOf(right) : '');
      const constant = /^_*[A-Z][A-Z0-9_]*$/.test(name);
      const lambda = right !== null && outline.typeOf(right) === 'lambda';
      const kind = place.scope.kind === 'type' ? 'field' : lambda ? 'function' : constant ? 'constant' : 'variable';
      outline.declare({ kind, name, nameNode: target, node, visibility: visibilityOf(name), exported: isExported(name, place) }, place);
    }
    assignment = right;
  }
};

function targets(left: Node, outline: Outline): Node[] {
  const type = outline.typeOf(left);
  if (type === 'identifier') return [left];
  if (type !== 'pattern_list' && type !== 'tuple_pattern' && type !== 'list_pattern') return [];
  return (left.namedChildren as Node[]).filter((child) => outline.typeOf(child) === 'identifier');
}

const allNames = new WeakMap<Outline, Set<string>>();

function applyAll(outline: Outline, text: string): void {
  allNames.set(outline, new Set([...text.slice(0, 100_000).matchAll(/['"]([^'"\n]+)['"]/g)].map((match) => match[1]!)));
}

/** `__all__` says what a module exports, when there is one. */
function finish(outline: Outline): void {
  const names = allNames.get(outline);
  if (!names) return;
  for (const symbol of outline.symbols) if (symbol.container === null) symbol.exported = names.has(symbol.name);
}

const typeAlias: Rule = (node, place, outline) => {
  const left = node.childForFieldName('left');
  if (!left) return;
  const name = /^\w+/.exec(outline.textOf(left))?.[0] ?? '';
  outline.declare({ kind: 'type', name, nameNode: left, node, visibility: visibilityOf(name), exported: isExported(name, place) }, place);
};

const block: Rule = (node, place, outline) => outline.enter(node.namedChildren as Node[], { ...place.scope, depth: place.scope.depth + 1 });

export const python: LanguageSpec = {
  links: pythonLinks,
  languages: ['python'],
  grammar: 'tree-sitter-python/tree-sitter-python.wasm',
  comments: new Set(['comment']),
  decorators: new Set(),
  finish,
  rules: {
    class_definition: definition('class'), function_definition: definition('function'), decorated_definition: decorated,
    expression_statement: expressionStatement, type_alias_statement: typeAlias,
    if_statement: block, elif_clause: block, else_clause: block, try_statement: block, except_clause: block, finally_clause: block, with_statement: block, for_statement: block, while_statement: block,
    match_statement: block, case_clause: block, block, ERROR: block,
  },
};

import type { Node } from '../../flat/node.ts';
import type { Outline } from '../../outline.ts';

/** A property key as a name: quotes go, `[expression]` stays with its brackets. */
export function keyName(node: Node, outline: Outline): string {
  const text = outline.textOf(node).slice(0, 300);
  return text[0] === '"' || text[0] === "'" ? text.slice(1, -1) : text;
}

const WORDS = new Set(['async', 'static', 'abstract', 'readonly', 'declare', 'override', 'accessor', 'const', 'get', 'set', 'export', 'default']);

/** The words before the name: async, static, readonly … and `generator` for a star. */
export function wordsBefore(node: Node, nameNode: Node, outline: Outline): { modifiers: string[]; visibility: 'public' | 'protected' | 'private' | null } {
  let head = outline.text.slice(node.startIndex, nameNode.startIndex);
  if (head === '') return { modifiers: [], visibility: null };
  if (head.includes('@')) {
    const decorators = (node.namedChildren as Node[]).filter((child) => outline.typeOf(child) === 'decorator' && child.endIndex <= nameNode.startIndex);
    head = head.slice((decorators.at(-1)?.endIndex ?? node.startIndex) - node.startIndex);
  }
  const modifiers: string[] = [];
  let visibility: 'public' | 'protected' | 'private' | null = null;
  for (const word of head.slice(0, 500).split(/\s+/)) {
    if (word === 'public' || word === 'protected' || word === 'private') visibility = word;
    else if (WORDS.has(word)) modifiers.push(word);
  }
  if (head.trimEnd().endsWith('*')) modifiers.push('generator');
  return { modifiers, visibility };
}

const FUNCTIONS = new Set(['arrow_function', 'function_expression', 'generator_function', 'function']);

export function isFunction(type: string): boolean {
  return FUNCTIONS.has(type);
}

/** `(x)`, `x as T`, `x satisfies T`, `x!` are looked through, as are `Object.freeze(x)` and other one-argument wrappers around an object. */
export function unwrap(node: Node | null, outline: Outline): Node | null {
  for (let i = 0; node && i < 8; i++) {
    const type = outline.typeOf(node);
    if (type !== 'parenthesized_expression' && type !== 'as_expression' && type !== 'satisfies_expression' && type !== 'non_null_expression' && type !== 'await_expression') break;
    node = node.firstNamedChild;
  }
  return node;
}

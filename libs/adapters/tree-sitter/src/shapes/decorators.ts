import type { CodeSymbol } from '@twinmcp/syntax';
import type { GrammarNames, TreeView } from '../flat/tree-view.ts';
import type { SymbolPlaces } from '../links/symbol-places.ts';

const TYPES = ['decorator', 'annotation', 'marker_annotation', 'attribute_item', 'attribute_list'];
const MAX_TEXT = 200;
const MAX_DECORATORS = 64;
const flags = new WeakMap<GrammarNames, Uint8Array>();

type MutableSymbol = { -readonly [K in keyof CodeSymbol]: CodeSymbol[K] };

/** Writes decorators, annotations and attributes to the symbols that they stand before or in the head of. */
export function describeDecorators(view: TreeView, symbols: readonly MutableSymbol[], places: SymbolPlaces): void {
  const found = decoratorsIn(view);
  if (found.length === 0) return;
  const order = symbols.map((_, index) => index).sort((a, b) => places.nameIndex(a) - places.nameIndex(b));
  const names = order.map((symbol) => places.nameIndex(symbol));
  const { start, end } = view.tree;
  // From the last to the first: a decorator that stands before another belongs to what that one belongs to.
  let [next, owner] = [-1, -1];
  for (let i = found.length - 1; i >= 0; i--) {
    const node = found[i]!;
    const behind = end[node]!;
    let symbol = next >= behind && onlySpace(view.text, behind, next) ? owner : -1;
    if (symbol < 0) {
      const at = lowerBound(names, behind);
      const candidate = at < order.length ? order[at]! : -1;
      if (candidate >= 0 && (places.starts[candidate]! <= start[node]! || onlySpace(view.text, behind, places.starts[candidate]!))) symbol = candidate;
    }
    [next, owner] = [start[node]!, symbol];
    const before = symbol < 0 ? [] : (symbols[symbol]!.decorators ?? []);
    if (symbol >= 0 && before.length < MAX_DECORATORS) symbols[symbol]!.decorators = [written(view, node), ...before];
  }
}

function decoratorsIn({ tree, names }: TreeView): number[] {
  let known = flags.get(names);
  if (!known) flags.set(names, (known = names.flags(TYPES)));
  const found: number[] = [];
  for (let node = 0; node < tree.count; node++) {
    if (!known[tree.type[node]!]) continue;
    found.push(node);
    node = tree.next[node]! - 1; // annotations in the arguments of an annotation are its own
  }
  return found;
}

/** Between a decorator and what it decorates stand spaces and comments. */
function onlySpace(text: string, from: number, to: number): boolean {
  return from === to || (to - from < 5_000 && /^(?:\s|\/\/[^\n]*\n|#[^\n]*\n|\/\*[^]*?\*\/)*$/.test(text.slice(from, to)));
}

function written(view: TreeView, node: number): string {
  const text = view.textOf(node).slice(0, 4 * MAX_TEXT).replace(/\s+/g, ' ').trim();
  const bare = /^#!?\[(.*)\]$/.exec(text)?.[1] ?? /^\[(.*)\]$/.exec(text)?.[1] ?? text.replace(/^@/, '');
  return bare.length > MAX_TEXT ? `${bare.slice(0, MAX_TEXT - 1)}…` : bare;
}

function lowerBound(values: readonly number[], least: number): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle]! < least) low = middle + 1;
    else high = middle;
  }
  return low;
}

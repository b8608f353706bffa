import type { CodeShape, CodeSymbol } from '@twinmcp/syntax';
import { ERROR_TYPE } from '../flat/language-layout.ts';
import { scratch } from '../flat/scratch.ts';
import type { GrammarNames, TreeView } from '../flat/tree-view.ts';
import { ShapeNodes } from './shape-nodes.ts';
import { GRAM, winnow } from './winnow.ts';

/** A shorter function says too little to be called a copy of another. */
const MIN_TOKENS = 40;
const MAX_FINGERPRINTS = 2_000;
const MAX_NESTING = 65_535;

const tables = new WeakMap<GrammarNames, ShapeNodes>();
const FUNCTIONS: ReadonlySet<CodeSymbol['kind']> = new Set(['function', 'method', 'constructor', 'accessor']);

/** Measures and fingerprints of the functions of a file. `functions` gives the node of each symbol that is a function with a body, −1 for others. */
export function shapesOf(view: TreeView, symbols: readonly CodeSymbol[], functions: readonly number[]): CodeShape[] {
  if (!symbols.some(({ kind }, index) => FUNCTIONS.has(kind) && functions[index]! >= 0)) return [];
  let nodes = tables.get(view.names);
  if (!nodes) tables.set(view.names, (nodes = new ShapeNodes(view.names)));
  const counts = countAll(view, nodes);
  const { positions, hashes } = winnow(counts.kinds, counts.tokens[view.tree.count]!);
  const { next } = view.tree;
  let budget = 8 * view.tree.count; // functions in functions are looked at again for each around them
  const shapes: CodeShape[] = [];
  for (const [symbol, node] of functions.entries()) {
    if (node < 0 || !FUNCTIONS.has(symbols[symbol]!.kind)) continue;
    const end = next[node]!;
    budget -= end - node;
    let nesting = 0;
    if (budget > 0) for (let i = node; i < end; i++) nesting = Math.max(nesting, counts.depth[i]!);
    const [first, last] = [counts.tokens[node]!, counts.tokens[end]!];
    const fingerprints: number[] = [];
    if (last - first >= MIN_TOKENS && budget > 0) {
      for (let i = lowerBound(positions, first); i < positions.length && positions[i]! + GRAM <= last; i++) fingerprints.push(hashes[i]!);
    }
    shapes.push({
      symbol, tokens: last - first, statements: counts.statements[end]! - counts.statements[node + 1]!, nesting: Math.max(0, nesting - counts.depth[node]!), complexity: 1 + counts.decisions[end]! - counts.decisions[node]!,
      parameters: symbols[symbol]!.parameters?.length ?? 0, fingerprints: [...new Set(fingerprints)].sort((a, b) => a - b).slice(0, MAX_FINGERPRINTS),
    });
  }
  return shapes;
}

interface Counts {
  /** Before each node, and after the last. */
  readonly tokens: Int32Array;
  readonly statements: Int32Array;
  readonly decisions: Int32Array;
  readonly depth: Uint16Array;
  /** Hash of the kind of each token. */
  readonly kinds: Uint32Array;
}

function countAll({ tree, names }: TreeView, nodes: ShapeNodes): Counts {
  const { type: types, parent: parents, next, start, end, count } = tree;
  const { decision, nesting, block, statement, atom, comment, joint, joined, hash } = nodes;
  const tokens = scratch('shape-tokens', 'int32', count + 1);
  const statements = scratch('shape-statements', 'int32', count + 1);
  const decisions = scratch('shape-decisions', 'int32', count + 1);
  const depth = scratch('shape-depth', 'uint16', count);
  const kinds = scratch('shape-kinds', 'uint32', count);
  depth[0] = 0;
  const named = new Uint8Array(names.errorRow + 1);
  for (let type = 0; type < named.length; type++) named[type] = names.isNamed(type) ? 1 : 0;
  let [token, made, decided, inside] = [0, 0, 0, 0];
  for (let node = 0; node < count; node++) {
    tokens[node] = token;
    statements[node] = made;
    decisions[node] = decided;
    const type = types[node] === ERROR_TYPE ? names.errorRow : types[node]!;
    const parent = node === 0 ? 0 : parents[node]!;
    const around = types[parent] === ERROR_TYPE ? names.errorRow : types[parent]!;
    let level = depth[parent]!;
    // `else if` goes no deeper than the if.
    if (nesting[type] && !(decision[type] && (nesting[around] ? around === type && node > parent + 2 && isElse(tree, node, names) : names.types[around] === 'else_clause')) && level < MAX_NESTING) level++;
    depth[node] = level;
    if (node < inside) continue; // in a literal
    if (decision[type]) decided++;
    if (statement[type] || (block[around] && named[type] && !comment[type] && !block[type])) made++;
    const leaf = next[node] === node + 1;
    if (leaf || atom[type]) {
      inside = next[node]!;
      if (comment[type] || hash[type] === 0 || start[node] === end[node]) continue;
      if (joint[type] && joined[around]) decided++;
      kinds[token++] = hash[type]!;
    } else if (comment[type]) inside = next[node]!;
  }
  tokens[count] = token;
  statements[count] = made;
  decisions[count] = decided;
  return { tokens, statements, decisions, depth, kinds };
}

function isElse(tree: TreeView['tree'], node: number, names: GrammarNames): boolean {
  return tree.field[node] !== 0 && tree.field[node] === names.fieldId('alternative');
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

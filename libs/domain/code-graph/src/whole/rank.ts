import type { FileNode } from '../files/file-table.ts';
import type { LinkedWorkspace, Pause } from '../linked-workspace.ts';
import type { RankOptions, RankedSymbol } from '../model.ts';
import { findTargets, toSymbol } from '../queries/symbols.ts';
import { pageRank, type WeightedRows } from './page-rank.ts';
import { placeOf, type SymbolGraph } from './symbol-graph.ts';

/** Weight of a use by relation: calls, uses, inherits, imports. */
const WEIGHTS = [1, 0.6, 1, 0.2];
/** What tests use, and what declaration files repeat of the code beside them, tells less about what matters. */
const FROM_TEST = 0.2;
const FROM_DECLARATIONS = 0.3;
/** A member raises its container. */
const CONTAINMENT = 0.3;
/** With seeds, who uses a symbol matters too, less than what it uses. */
const BACKWARD = 0.3;
/** Share of the random jumps that go to the seeds. */
const SEEDED = 0.95;
const MAX_SEED_MATCHES = 50;

export async function rank(workspace: LinkedWorkspace, graph: SymbolGraph, options: RankOptions, pause: Pause): Promise<RankedSymbol[]> {
  const { seeds, pathPrefix, withTests = false, limit } = options;
  const teleport = jumps(workspace, graph, seeds);
  const values = await pageRank(weighted(graph, teleport.seeded), teleport.shares, pause);
  const found: { node: number; value: number }[] = [];
  graph.files.forEach((file, i) => {
    if ((file.test && !withTests) || (pathPrefix && !file.path.startsWith(pathPrefix))) return;
    for (let node = graph.bases[i]! + 1; node < graph.bases[i + 1]!; node++) found.push({ node, value: values[node]! });
  });
  // Ties in the order of paths and lines: nodes are numbered so.
  found.sort((a, b) => b.value - a.value || a.node - b.node);
  return found.slice(0, limit).map(({ node, value }) => ({ symbol: toSymbol(placeOf(graph, node)), rank: value }));
}

function weighted({ files, bases, outgoing, incoming }: SymbolGraph, seeded: boolean): WeightedRows {
  const size = bases[files.length]!;
  const starts = new Uint32Array(size + 1);
  const extra = new Int32Array(size).fill(-1);
  files.forEach(({ skeleton }, i) => skeleton.symbols.forEach(({ container }, symbol) => (extra[bases[i]! + 1 + symbol] = container >= 0 ? bases[i]! + 1 + container : bases[i]!)));
  const length = (node: number): number => outgoing.starts[node + 1]! - outgoing.starts[node]! + (seeded ? incoming.starts[node + 1]! - incoming.starts[node]! : 0) + (extra[node]! >= 0 ? 1 : 0);
  for (let node = 0; node < size; node++) starts[node + 1] = starts[node]! + length(node);
  const nodes = new Uint32Array(starts[size]!);
  const weights = new Float32Array(starts[size]!);
  const follows = new Float32Array(size);
  files.forEach((file, i) => {
    follows.fill(regard(file), bases[i], bases[i + 1]);
    for (let node = bases[i]!; node < bases[i + 1]!; node++) {
      let at = starts[node]!;
      for (let j = outgoing.starts[node]!; j < outgoing.starts[node + 1]!; j++) {
        nodes[at] = outgoing.nodes[j]!;
        weights[at++] = WEIGHTS[outgoing.relation[j]!]! * (outgoing.confidence[j]! / 100) * Math.sqrt(outgoing.uses[j]!);
      }
      if (seeded) for (let j = incoming.starts[node]!; j < incoming.starts[node + 1]!; j++) {
        nodes[at] = incoming.nodes[j]!;
        weights[at++] = BACKWARD * WEIGHTS[incoming.relation[j]!]! * (incoming.confidence[j]! / 100);
      }
      if (extra[node]! >= 0) {
        nodes[at] = extra[node]!;
        weights[at++] = CONTAINMENT;
      }
    }
  });
  return { starts, nodes, weights, follows };
}

function regard({ test, path }: FileNode): number {
  return test ? FROM_TEST : /\.d\.[cm]?ts$/.test(path) ? FROM_DECLARATIONS : 1;
}

/** Where the random walk starts anew: at the seeds, else at every symbol outside tests. */
function jumps(workspace: LinkedWorkspace, { files, bases }: SymbolGraph, seeds: RankOptions['seeds']): { shares: Float64Array; seeded: boolean } {
  const shares = new Float64Array(bases[files.length]!);
  const number = new Map(files.map((file, i) => [file, i]));
  const marks = new Map<number, number>();
  const mark = (node: number, weight: number): void => void marks.set(node, (marks.get(node) ?? 0) + weight);
  for (const name of seeds.names) {
    const found = findTargets(workspace, { name }).slice(0, MAX_SEED_MATCHES);
    for (const { file, symbol } of found) if (number.has(file)) mark(bases[number.get(file)!]! + 1 + symbol, 1 / found.length);
  }
  for (const path of seeds.paths) {
    const clean = path.replace(/^\.\//, '').replace(/\/$/, '');
    const inside = files.flatMap((file, i) => (file.path === clean || file.path.startsWith(`${clean}/`) ? [i] : []));
    const size = inside.reduce((sum, i) => sum + bases[i + 1]! - bases[i]!, 0);
    for (const i of inside) for (let node = bases[i]!; node < bases[i + 1]!; node++) mark(node, 1 / size);
  }
  const total = [...marks.values()].reduce((sum, value) => sum + value, 0);
  for (const [node, value] of marks) shares[node]! += (SEEDED * value) / total;
  let plain = 0;
  files.forEach((file, i) => (plain += file.test ? 0 : regard(file) * (bases[i + 1]! - bases[i]!)));
  const rest = total > 0 ? 1 - SEEDED : 1;
  if (plain === 0) shares.forEach((value, i) => (shares[i] = value + rest / shares.length));
  else files.forEach((file, i) => {
    if (!file.test) for (let node = bases[i]!; node < bases[i + 1]!; node++) shares[node]! += (rest * regard(file)) / plain;
  });
  return { shares, seeded: total > 0 };
}

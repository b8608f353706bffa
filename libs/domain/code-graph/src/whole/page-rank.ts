import type { Pause } from '../linked-workspace.ts';

export interface WeightedRows {
  readonly starts: Uint32Array;
  readonly nodes: Uint32Array;
  readonly weights: Float32Array;
  /** Share of a node's rank that follows its edges, the rest jumps; absent = all of it. Weights alone tell nothing of a row as a whole. */
  readonly follows?: Float32Array;
}

const DAMPING = 0.85;
const TOLERANCE = 1e-6;
const MAX_ROUNDS = 200;

/**
 * Personalised PageRank (Page, Brin, Motwani, Winograd 1999; Haveliwala 2002) by power iteration until the sum of changes
 * is below 1e-6. `teleport` sums to 1; nodes without edges give all they have back to it. The result sums to 1.
 */
export async function pageRank({ starts, nodes, weights, follows }: WeightedRows, teleport: Float64Array, pause: Pause): Promise<Float64Array> {
  const size = teleport.length;
  const totals = new Float64Array(size);
  for (let node = 0; node < size; node++) for (let i = starts[node]!; i < starts[node + 1]!; i++) totals[node]! += weights[i]!;
  let rank = teleport.slice();
  let next = new Float64Array(size);
  for (let round = 0; round < MAX_ROUNDS; round++) {
    next.fill(0);
    let dangling = 0;
    for (let node = 0; node < size; node++) {
      const value = rank[node]!;
      if (value === 0) continue;
      if (totals[node] === 0) {
        dangling += value;
        continue;
      }
      const followed = follows === undefined ? value : value * follows[node]!;
      dangling += value - followed;
      const share = followed / totals[node]!;
      for (let i = starts[node]!; i < starts[node + 1]!; i++) next[nodes[i]!]! += share * weights[i]!;
    }
    let change = 0;
    for (let node = 0; node < size; node++) {
      const value = DAMPING * (next[node]! + dangling * teleport[node]!) + (1 - DAMPING) * teleport[node]!;
      change += Math.abs(value - rank[node]!);
      next[node] = value;
    }
    [rank, next] = [next, rank];
    if (change < TOLERANCE) break;
    await pause();
  }
  return rank;
}

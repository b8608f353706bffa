import { dotProduct, unitLength } from '../store/rank.ts';

export interface Clusters {
  /** Of unit length. */
  readonly centroids: readonly Float32Array[];
  /** Rounds until nothing moved, or the most allowed. */
  readonly rounds: number;
}

/**
 * k-means by cosine (Dhillon & Modha, 2001), started as k-means++ does, from a fixed seed: the same vectors in the same
 * order give the same centroids. An empty cluster takes the vector that fits its own worst.
 */
export function sphericalKmeans(vectors: readonly Float32Array[], k: number, maxRounds = 20): Clusters {
  const units = vectors.map(unitLength);
  const centroids = start(units, Math.min(k, units.length));
  const assigned = new Int32Array(units.length).fill(-1);
  let rounds = 0;
  for (let moved = true; moved && rounds < maxRounds; rounds++) {
    moved = false;
    const sums = centroids.map((centroid) => new Float64Array(centroid.length));
    const counts = new Int32Array(centroids.length);
    let worst = { i: 0, score: Infinity };
    units.forEach((unit, i) => {
      const { cluster, score } = nearest(centroids, unit);
      if (score < worst.score) worst = { i, score };
      if (assigned[i] !== cluster) moved = true;
      assigned[i] = cluster;
      counts[cluster]!++;
      const sum = sums[cluster]!;
      for (let d = 0; d < unit.length; d++) sum[d]! += unit[d]!;
    });
    centroids.forEach((_, c) => {
      if (counts[c]! > 0) centroids[c] = unitLength(Float32Array.from(sums[c]!));
      else {
        centroids[c] = units[worst.i]!;
        moved = true;
      }
    });
  }
  return { centroids, rounds };
}

function start(units: readonly Float32Array[], k: number): Float32Array[] {
  let seed = 20_261_121;
  const random = () => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647;
  const centroids = [units[Math.floor(random() * units.length)]!];
  const distances = new Float64Array(units.length).fill(Infinity);
  while (centroids.length < k) {
    const latest = centroids.at(-1)!;
    let total = 0;
    units.forEach((unit, i) => {
      distances[i] = Math.min(distances[i]!, Math.max(0, 1 - dotProduct(unit, latest)));
      total += distances[i]!;
    });
    let left = random() * total;
    let chosen = units.length - 1;
    for (let i = 0; i < units.length; i++) {
      left -= distances[i]!;
      if (left <= 0) {
        chosen = i;
        break;
      }
    }
    centroids.push(units[chosen]!);
  }
  return centroids;
}

function nearest(centroids: readonly Float32Array[], unit: Float32Array): { cluster: number; score: number } {
  let [cluster, score] = [0, -Infinity];
  centroids.forEach((centroid, c) => {
    const product = dotProduct(centroid, unit);
    if (product > score) [cluster, score] = [c, product];
  });
  return { cluster, score };
}

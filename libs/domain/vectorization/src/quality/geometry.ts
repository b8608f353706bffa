/** Lets other work run; called every few milliseconds of computing. */
export type Pause = () => Promise<void>;
export const pauseOfEventLoop: Pause = () => new Promise((resolve) => setImmediate(resolve));

export function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** Unit length, or null when there is no direction. */
export function normalised(vector: Float32Array): Float32Array | null {
  const length = Math.sqrt(dot(vector, vector));
  return length > 0 && Number.isFinite(length) ? vector.map((value) => value / length) : null;
}

export interface Isotropy {
  /** Mean cosine of two different vectors: 0 = spread over all directions, towards 1 = all in one cone. */
  readonly meanCosine: number;
  /** Participation ratio of the covariance, (Σλ)² ÷ Σλ²: how many dimensions the vectors really use. */
  readonly effectiveDimensions: number;
}

/** Of unit vectors. Null with fewer than two. Σλ² is ‖XᵀX‖² = ‖XXᵀ‖², so no eigenvalues are needed. */
export async function isotropy(vectors: readonly Float32Array[], pause: Pause): Promise<Isotropy | null> {
  const n = vectors.length;
  if (n < 2) return null;
  const dimensions = vectors[0]!.length;
  const mean = new Float64Array(dimensions);
  for (const vector of vectors) for (let i = 0; i < dimensions; i++) mean[i]! += vector[i]! / n;
  let meanLength = 0;
  for (const value of mean) meanLength += value * value;
  // Σ over all ordered pairs = (n·‖mean‖)² − n.
  const meanCosine = (meanLength * n * n - n) / (n * (n - 1));
  const covariance = new Float64Array(dimensions * dimensions);
  const centred = new Float64Array(dimensions);
  for (const [index, vector] of vectors.entries()) {
    for (let i = 0; i < dimensions; i++) centred[i] = vector[i]! - mean[i]!;
    for (let i = 0; i < dimensions; i++) {
      const row = i * dimensions;
      const value = centred[i]!;
      for (let j = 0; j <= i; j++) covariance[row + j]! += value * centred[j]!;
    }
    if (index % 64 === 63) await pause();
  }
  let trace = 0;
  let squares = 0;
  for (let i = 0; i < dimensions; i++) {
    trace += covariance[i * dimensions + i]!;
    for (let j = 0; j <= i; j++) squares += covariance[i * dimensions + j]! ** 2 * (i === j ? 1 : 2);
  }
  return { meanCosine, effectiveDimensions: squares > 0 ? (trace * trace) / squares : 0 };
}

export interface Neighbourhood {
  /** Skewness of how often a vector is among the k nearest of others: 0 = evenly, above 3 a few hubs crowd out the rest. */
  readonly hubness: number;
  /** Share of vectors that have a twin (cosine ≥ 0.9995) of another text: texts the model cannot tell apart. */
  readonly collisionShare: number;
}

const TWIN = 0.9995;

/** `texts`: what each vector stands for; the same text twice is no collision. */
export async function neighbourhood(vectors: readonly Float32Array[], texts: readonly string[], k: number, pause: Pause): Promise<Neighbourhood | null> {
  const n = vectors.length;
  if (n < 2 * k) return null;
  const occurrences = new Float64Array(n);
  let twins = 0;
  const scores = new Float64Array(k);
  const nearest = new Int32Array(k);
  for (let i = 0; i < n; i++) {
    let filled = 0;
    let twin = false;
    for (let j = 0; j < n; j++) {
      if (i === j || texts[i] === texts[j]) continue;
      const score = dot(vectors[i]!, vectors[j]!);
      twin ||= score >= TWIN;
      if (filled === k && score <= scores[k - 1]!) continue;
      let at = filled < k ? filled++ : k - 1;
      for (; at > 0 && scores[at - 1]! < score; at--) {
        scores[at] = scores[at - 1]!;
        nearest[at] = nearest[at - 1]!;
      }
      scores[at] = score;
      nearest[at] = j;
    }
    for (let at = 0; at < filled; at++) occurrences[nearest[at]!]! += 1;
    if (twin) twins++;
    if (i % 16 === 15) await pause();
  }
  return { hubness: skewness(occurrences), collisionShare: twins / n };
}

export function skewness(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  let second = 0;
  let third = 0;
  for (const value of values) {
    second += (value - mean) ** 2;
    third += (value - mean) ** 3;
  }
  const deviation = Math.sqrt(second / values.length);
  return deviation === 0 ? 0 : third / values.length / deviation ** 3;
}

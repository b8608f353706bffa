import { WordCache, wordTerms } from '@twinmcp/retrieval';
import type { EmbeddingProvider } from '@twinmcp/vectorization';
import { COMMON_TERMS } from './common-words.ts';

const DIMENSIONS = 256;
const COMMON_WEIGHT = 0.15;
/** Share of a term's weight that goes to its letter trigrams. */
const TRIGRAM_SHARE = 0.35;
const YIELD_EVERY = 32;

/** Word → coordinates and what they add. */
interface Features {
  readonly dimensions: Uint16Array;
  readonly weights: Float32Array;
  count: number;
}

/**
 * Interim local provider: signed feature hashing (Weinberger et al., "Feature Hashing for Large Scale Multitask
 * Learning", ICML 2009) of the terms of a text and of their letter trigrams into 256 dimensions.
 *
 * It has learnt nothing: two texts are near when they share words or pieces of words (`serialise` / `serializer`,
 * `authn` / `authenticate`), never because they mean the same. What it buys over the term index is tolerance to
 * inflection, abbreviation and spelling. A trained model takes its place behind the same port.
 */
export class HashedTermsEmbedder implements EmbeddingProvider {
  readonly model = 'hashed-terms-1';
  readonly dimensions = DIMENSIONS;
  readonly #words = new WordCache<Features>(featuresOf);

  async embed(texts: readonly string[], _kind: 'query' | 'document', signal?: AbortSignal): Promise<Float32Array[]> {
    const vectors: Float32Array[] = [];
    for (const [i, text] of texts.entries()) {
      if (i > 0 && i % YIELD_EVERY === 0) {
        await new Promise((resolve) => setImmediate(resolve));
        signal?.throwIfAborted();
      }
      vectors.push(this.#embed(text));
    }
    return vectors;
  }

  #embed(text: string): Float32Array {
    const seen: Features[] = [];
    this.#words.forEachWord(text, (features) => {
      if (features.count++ === 0) seen.push(features);
    });
    const vector = new Float32Array(DIMENSIONS);
    for (const features of seen) {
      const weight = 1 + Math.log(features.count);
      features.count = 0;
      for (let i = 0; i < features.dimensions.length; i++) vector[features.dimensions[i]!]! += weight * features.weights[i]!;
    }
    let squares = 0;
    for (const value of vector) squares += value * value;
    if (squares > 0) {
      const factor = 1 / Math.sqrt(squares);
      for (let i = 0; i < DIMENSIONS; i++) vector[i]! *= factor;
    }
    return vector;
  }
}

function featuresOf(word: string): Features {
  const sums = new Map<number, number>();
  const add = (feature: string, weight: number) => {
    const hash = fnv1a(feature);
    const dimension = hash & (DIMENSIONS - 1);
    sums.set(dimension, (sums.get(dimension) ?? 0) + (hash & 0x100 ? -weight : weight));
  };
  for (const term of wordTerms(word)) {
    // Longer words are rarer, on the whole: the place of an idf that there is no corpus to take from.
    const weight = COMMON_TERMS.has(term) ? COMMON_WEIGHT : Math.min(1.6, 0.4 + 0.15 * term.length);
    add(term, weight);
    const marked = `<${term}>`;
    const grams = marked.length - 2;
    if (grams < 3) continue;
    for (let i = 0; i < grams; i++) add(`#${marked.slice(i, i + 3)}`, (weight * TRIGRAM_SHARE) / Math.sqrt(grams));
  }
  return { dimensions: Uint16Array.from(sums.keys()), weights: Float32Array.from(sums.values()), count: 0 };
}

/** FNV-1a over UTF-16 units, then mixed (murmur3's finaliser), since the low bits choose the dimension. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

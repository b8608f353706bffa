import { readFileSync } from 'node:fs';
import { WordCache } from '@twinmcp/retrieval';
import type { EmbeddingProvider } from '@twinmcp/vectorization';
import { readStaticModel, type ModelSide, type StaticModel } from './model-file.ts';
import { TokenTable } from './token-table.ts';

const YIELD_EVERY = 32;

interface Loaded {
  readonly model: StaticModel;
  readonly words: WordCache<Uint32Array>;
  /** By token: what its places in the text at hand are worth together. */
  readonly counts: Uint32Array;
}

/**
 * A text is the weighted sum of the trained vectors of its terms (docs/embedding-model.md); a
 * term counts less the later it comes, and not the same in questions as in documents. Sums are of whole numbers below 2^53 and the rest is IEEE 754 in a fixed
 * order, so every machine gives the same bits.
 */
export class StaticEmbedder implements EmbeddingProvider {
  readonly model: string;
  readonly dimensions: number;
  readonly #file: URL;
  #loaded: Loaded | undefined;

  /** `dimensions`: those of the file, which is read when the first text comes. */
  constructor(model: string, dimensions: number, file: URL) {
    this.model = model;
    this.dimensions = dimensions;
    this.#file = file;
  }

  async embed(texts: readonly string[], kind: 'query' | 'document', signal?: AbortSignal): Promise<Float32Array[]> {
    const loaded = (this.#loaded ??= load(this.#file));
    const vectors: Float32Array[] = [];
    for (const [i, text] of texts.entries()) {
      if (i > 0 && i % YIELD_EVERY === 0) {
        await new Promise((resolve) => setImmediate(resolve));
        signal?.throwIfAborted();
      }
      vectors.push(embedText(text, loaded, loaded.model[kind]));
    }
    return vectors;
  }
}

/** On first use: a process that only reads the term index never pays for the weights. */
function load(file: URL): Loaded {
  const model = readStaticModel(readFileSync(file));
  const table = new TokenTable(model.terms, model.buckets);
  return { model, words: new WordCache((word) => table.tokensOf(word)), counts: new Uint32Array(model.terms.length + model.buckets) };
}

function embedText(text: string, { model, words, counts }: Loaded, { places, factors }: ModelSide): Float32Array {
  const seen: number[] = [];
  let place = 0;
  words.forEachWord(text, (tokens) => {
    const worth = places[Math.min(place++, places.length - 1)]!;
    for (let i = 0; i < tokens.length; i++) {
      const token = tokens[i]!;
      if (counts[token] === 0) seen.push(token);
      counts[token]! += worth;
    }
  });
  const { dimensions, damping, rows } = model;
  const sums = new Float64Array(dimensions);
  for (const token of seen) {
    const factor = factors[token]! * damping[Math.min(counts[token]!, damping.length - 1)]!;
    counts[token] = 0;
    const start = token * dimensions;
    for (let i = 0; i < dimensions; i++) sums[i]! += factor * rows[start + i]!;
  }
  return unitVector(sums);
}

function unitVector(sums: Float64Array): Float32Array {
  let squares = 0;
  for (const sum of sums) squares += sum * sum;
  const vector = new Float32Array(sums.length);
  if (squares === 0) return vector;
  const length = Math.sqrt(squares);
  for (let i = 0; i < sums.length; i++) vector[i] = sums[i]! / length;
  return vector;
}

import type { InferenceSession, Tensor } from 'onnxruntime-node';
import type { OnnxModel } from './model-folder.ts';
import { pool } from './pooling.ts';
import { SequenceEncoder, type Sequence } from './sequence-encoder.ts';

type Runtime = typeof import('onnxruntime-node');

export interface RunResult {
  /** One after another. */
  readonly vectors: Float32Array;
  readonly dimensions: number;
  readonly tokens: number;
  readonly truncated: number;
}

/** Tokens of one run, padding included. More gain nothing on a CPU: the matrices no longer fit its caches. */
const RUN_TOKENS = 1_024;
const INPUTS = ['input_ids', 'attention_mask', 'token_type_ids', 'position_ids'];
/** Already pooled, as some exporters do. */
const POOLED = ['sentence_embedding', 'embeddings'];

/** A model on one thread. Lives in a worker: a run blocks its thread. */
export class OnnxRunner {
  readonly #runtime: Runtime;
  readonly #session: InferenceSession;
  readonly #model: OnnxModel;
  readonly #encoder: SequenceEncoder;
  readonly #output: string;

  private constructor(runtime: Runtime, session: InferenceSession, model: OnnxModel) {
    this.#runtime = runtime;
    this.#session = session;
    this.#model = model;
    this.#encoder = new SequenceEncoder(model.tokenizer, model.tokenizerConfig, model.maxTokens);
    this.#output = POOLED.find((name) => session.outputNames.includes(name)) ?? session.outputNames.find((name) => /last_hidden_state|token_embeddings/.test(name)) ?? session.outputNames[0]!;
    const unknown = session.inputNames.filter((name) => !INPUTS.includes(name));
    if (unknown.length > 0) throw new Error(`the model asks for ${unknown.join(', ')}, which is not supported`);
  }

  static async open(runtime: Runtime, model: OnnxModel): Promise<OnnxRunner> {
    // One thread a session and several sessions scale better than threads that wait for each other in every layer.
    const session = await runtime.InferenceSession.create(model.file, { executionProviders: ['cpu'], intraOpNumThreads: 1, interOpNumThreads: 1, graphOptimizationLevel: 'all', logSeverityLevel: 3 });
    return new OnnxRunner(runtime, session, model);
  }

  async run(texts: readonly string[], stopped: () => boolean): Promise<RunResult> {
    const sequences = texts.map((text) => this.#encoder.encode(text));
    const byLength = sequences.map((_, i) => i).sort((a, b) => sequences[b]!.ids.length - sequences[a]!.ids.length);
    let vectors = new Float32Array(0);
    let dimensions = 0;
    for (let start = 0; start < byLength.length; ) {
      if (stopped()) throw new Error('it was stopped');
      const longest = Math.max(1, sequences[byLength[start]!]!.ids.length);
      const batch = byLength.slice(start, start + Math.max(1, Math.floor(RUN_TOKENS / longest)));
      start += batch.length;
      const found = await this.#runBatch(batch.map((i) => sequences[i]!), longest);
      dimensions = found[0]!.length;
      if (vectors.length === 0) vectors = new Float32Array(texts.length * dimensions);
      batch.forEach((place, i) => vectors.set(found[i]!, place * dimensions));
    }
    return { vectors, dimensions, tokens: sequences.reduce((sum, { ids }) => sum + ids.length, 0), truncated: sequences.filter(({ truncated }) => truncated).length };
  }

  async #runBatch(batch: readonly Sequence[], longest: number): Promise<Float32Array[]> {
    const shape = [batch.length, longest];
    const feed: Record<string, Tensor> = {};
    for (const name of this.#session.inputNames) feed[name] = new this.#runtime.Tensor('int64', filled(name, batch, longest), shape);
    const results = await this.#session.run(feed, [this.#output]);
    const output = results[this.#output]!;
    try {
      if (output.type !== 'float32') throw new Error(`the model answers with ${output.type} instead of float32`);
      const states = output.data as Float32Array;
      const { dims } = output;
      const dimensions = dims.at(-1)!;
      if (dims[0] !== batch.length || (dims.length === 3 && dims[1] !== longest) || dims.length < 2 || dims.length > 3) throw new Error(`the model answers with a tensor of ${dims.join(' × ')} for ${shape.join(' × ')} tokens`);
      return batch.map(({ ids }, i) => {
        if (dims.length === 2) return states.slice(i * dimensions, (i + 1) * dimensions);
        const start = i * longest * dimensions;
        return pool(states.subarray(start, start + ids.length * dimensions), ids.length, dimensions, this.#model.pooling);
      });
    } finally {
      for (const tensor of Object.values(results)) tensor.dispose();
    }
  }
}

/** 64-bit numbers written by halves: no BigInt a token. Padding is 0 in every input. */
function filled(name: string, batch: readonly Sequence[], longest: number): BigInt64Array {
  const values = new BigInt64Array(batch.length * longest);
  if (name === 'token_type_ids') return values;
  const halves = new Int32Array(values.buffer);
  for (const [row, { ids }] of batch.entries()) {
    const start = 2 * row * longest;
    for (let i = 0; i < ids.length; i++) halves[start + 2 * i] = name === 'input_ids' ? ids[i]! : name === 'attention_mask' ? 1 : i;
  }
  return values;
}

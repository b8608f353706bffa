import { createHash } from 'node:crypto';
import { closeSync, existsSync, fstatSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import path from 'node:path';
import { ProviderError } from '@twinmcp/vectorization';
import type { Pooling } from './pooling.ts';

/** What a worker needs to embed with a model: plain data, so it can be sent to a thread. */
export interface OnnxModel {
  readonly file: string;
  readonly tokenizer: object;
  readonly tokenizerConfig: object;
  readonly pooling: Pooling;
  /** Tokens of one text, marks included. */
  readonly maxTokens: number;
}

export interface OnnxModelFolder extends OnnxModel {
  /** Changes when the weights, the tokenizer or the pooling do. */
  readonly fingerprint: string;
  /** What the model's makers put before queries and documents. */
  readonly prompts: { readonly query: string; readonly document: string };
}

/** Where models lie in folders as they are published, best first. */
const MODEL_FILES = ['model.onnx', 'onnx/model.onnx', 'model_optimized.onnx', 'model_quantized.onnx', 'onnx/model_quantized.onnx'];
const MAX_JSON_BYTES = 64 * 1024 * 1024;
const FALLBACK_MAX_TOKENS = 512;
const SAMPLES = 64;
const SAMPLE_BYTES = 16 * 1024;

type Json = Readonly<Record<string, unknown>>;

/** A folder as sentence-transformers and the ONNX exporters write it: `model.onnx`, `tokenizer.json`, and how to pool in `modules.json`. Nothing outside it is read. */
export function readModelFolder(folder: string, file?: string): OnnxModelFolder {
  const refuse = (what: string) => new ProviderError('refused', `the embedding model in ${folder} cannot be used: ${what}`);
  const json = (name: string): Json | null => {
    const place = path.join(folder, name);
    if (!existsSync(place)) return null;
    if (statSync(place).size > MAX_JSON_BYTES) throw refuse(`${name} is larger than ${MAX_JSON_BYTES} bytes`);
    try {
      const value = JSON.parse(readFileSync(place, 'utf8')) as unknown;
      if (typeof value === 'object' && value !== null) return value as Json;
    } catch {
      // refused below, as anything else that is no object
    }
    throw refuse(`${name} is not a JSON object`);
  };
  if (!existsSync(folder)) throw refuse('there is no such folder');
  if (file !== undefined && (path.isAbsolute(file) || path.normalize(file).split(path.sep).includes('..'))) throw refuse(`${file} is not a path inside the folder`);
  const name = (file === undefined ? MODEL_FILES : [file]).find((candidate) => existsSync(path.join(folder, candidate)));
  if (name === undefined) throw refuse(`it holds no ${file ?? MODEL_FILES.join(', ')}`);
  const tokenizer = json('tokenizer.json');
  if (tokenizer === null) throw refuse('it holds no tokenizer.json');
  const tokenizerConfig = json('tokenizer_config.json') ?? {};
  const config = json('config.json') ?? {};
  const sentence = json('sentence_bert_config.json') ?? {};
  const prompts = (json('config_sentence_transformers.json')?.['prompts'] ?? {}) as Json;
  const text = (value: unknown) => (typeof value === 'string' ? value : '');
  const pooling = poolingOf(json, refuse);
  const modelFile = path.join(folder, name);
  return {
    file: modelFile, tokenizer, tokenizerConfig, pooling,
    maxTokens: leastLimit([sentence['max_seq_length'], tokenizerConfig['model_max_length'], config['max_position_embeddings']]),
    prompts: { query: text(prompts['query']), document: text(prompts['document'] ?? prompts['passage']) },
    fingerprint: fingerprint(modelFile, JSON.stringify([tokenizer, pooling])),
  };
}

function poolingOf(json: (name: string) => Json | null, refuse: (what: string) => Error): Pooling {
  const modules = json('modules.json') as unknown as readonly Json[] | null;
  if (modules === null) return 'mean';
  const known = /\.(Transformer|Pooling|Normalize)$/;
  const strange = modules.find((one) => !known.test(String(one['type'])));
  if (strange) throw refuse(`it ends with ${String(strange['type'])}, which is not supported`);
  const place = modules.find((one) => String(one['type']).endsWith('.Pooling'))?.['path'];
  if (place === undefined) return 'mean';
  if (typeof place !== 'string' || !/^[\w.-]+$/.test(place) || place.startsWith('.')) throw refuse('modules.json names a folder outside');
  const config = json(`${place}/config.json`) ?? {};
  const named = config['pooling_mode'];
  const modes: readonly [string, Pooling][] = [['cls_token', 'cls'], ['mean_tokens', 'mean'], ['max_tokens', 'max'], ['mean_sqrt_len_tokens', 'mean-sqrt'], ['lasttoken', 'last']];
  const chosen = modes.filter(([mode, pooling]) => config[`pooling_mode_${mode}`] === true || named === pooling || named === mode);
  if (chosen.length !== 1) throw refuse(chosen.length === 0 ? 'its pooling mode is not known' : 'it joins several pooling modes, which is not supported');
  return chosen[0]![1];
}

function leastLimit(limits: readonly unknown[]): number {
  // Tokenizers without a limit write 1e30.
  const found = limits.filter((limit): limit is number => typeof limit === 'number' && limit >= 8 && limit < 1e6);
  return found.length === 0 ? FALLBACK_MAX_TOKENS : Math.min(...found);
}

/** Of samples spread over the file: gigabytes of weights are not read whole at every start, and training changes them everywhere. */
function fingerprint(file: string, settings: string): string {
  const handle = openSync(file, 'r');
  try {
    const { size } = fstatSync(handle);
    const hash = createHash('sha256').update(settings).update(String(size));
    const sample = Buffer.alloc(SAMPLE_BYTES);
    for (let i = 0; i < SAMPLES; i++) {
      const read = readSync(handle, sample, 0, SAMPLE_BYTES, Math.floor((Math.max(0, size - SAMPLE_BYTES) * i) / (SAMPLES - 1)));
      hash.update(sample.subarray(0, read));
    }
    return hash.digest('hex').slice(0, 12);
  } finally {
    closeSync(handle);
  }
}

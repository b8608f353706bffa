import { z } from 'zod';
import { local, restart, secret } from '../key-flags.ts';
import { byteSize, duration } from '../units.ts';
import { COHERE_MODELS, OPENAI_MODELS } from './hosted-models.table.ts';

const REINDEX = 'Changing it empties the index: other vectors';

const apiKey = (whose: string) => z.string().default('').describe(`Key sent to ${whose}. Empty = none. Read at every request, so it can be renewed while the service runs.`).meta({ ...secret, ...local });
const baseUrl = (fallback: string, what: string) => z.string().default(fallback).describe(what).meta(restart);
const dimensions = (what: string) => z.number().int().min(0).max(16_384).default(0).describe(`${what} ${REINDEX}.`).meta(restart);
const prefix = (what: string) => z.string().max(1_000).default('').describe(what).meta(restart);

/** How a server may be used; all of it can change at run time. */
const limits = (batchTexts: number, mostTexts: number) => ({
  batch_texts: z.number().int().min(1).max(mostTexts).default(batchTexts).describe('Most texts in one request. The engine starts lower, and goes up while that makes a text cheaper.'),
  concurrency: z.number().int().min(1).max(64).default(4).describe('Requests for documents at once. Queries are not counted.'),
  requests_per_minute: z.number().int().min(0).default(0).describe('Most requests in a minute, queries first. 0 = no limit but what the server says.'),
  tokens_per_minute: z.number().int().min(0).default(0).describe('Most tokens in a minute. 0 = no limit but what the server says.'),
  timeout: duration({ min: '100ms', max: '10m' }).prefault('30s').describe('Time that one attempt gets, answer included.'),
  attempts: z.number().int().min(1).max(10).default(5).describe('Attempts at a request for documents, the first included; a query gets two at most. Only what may pass is tried again: 408, 409, 429, 5xx, a lost connection.'),
  price_per_million_tokens: z.number().min(0).default(0).describe('For the cost in reports. 0 = unknown.'),
});

export const onnx = z.strictObject({
  path: z.string().default('').describe('Folder of a transformer: `model.onnx`, `tokenizer.json` and, as sentence-transformers writes them, `modules.json` with its pooling. Nothing is downloaded. Needs the package onnxruntime-node.').meta(restart),
  file: z.string().default('').describe('Model inside the folder, e.g. `onnx/model_quantized.onnx`. Empty = the first that is there of the usual names.').meta(restart),
  threads: z.number().int().min(1).max(64).default(2).describe('Threads that embed, each with the weights in memory.').meta(restart),
  dimensions: dimensions('Dimensions stored; fewer than the model has only for models trained so (Matryoshka). 0 = all.'),
  max_input_tokens: z.number().int().min(0).max(131_072).default(0).describe('Tokens of a text that count; the rest is left out. 0 = as many as the model takes. Fewer are faster.').meta(restart),
});

export const openai = z.strictObject({
  base_url: baseUrl('https://api.openai.com/v1', 'Where `/embeddings` is: OpenAI, or a server with the same protocol (Ollama: `http://127.0.0.1:11434/v1`, Text Embeddings Inference, vLLM).'),
  api_key: apiKey('that server'),
  model: z.string().min(1).default('text-embedding-3-small').describe(`Model asked for. ${REINDEX}.`).meta(restart),
  dimensions: dimensions(`Dimensions stored. 0 = those of the model, known for ${Object.keys(OPENAI_MODELS).join(', ')}; others must be told.`),
  shortening: z.enum(['auto', 'server', 'client', 'off']).default('auto').describe('Who makes vectors shorter: server = it is asked for `dimensions`, client = the beginning is kept (Matryoshka models), off = vectors must have `dimensions`. auto = server for models known to be able to, else off.').meta(restart),
  encoding: z.enum(['auto', 'base64', 'float']).default('auto').describe('How vectors travel. auto = base64, and float for a server that refuses it.').meta(restart),
  max_input_tokens: z.number().int().min(0).max(131_072).default(0).describe('Tokens of a text that the model takes; longer texts are cut. 0 = what is known of the model, else no cut.').meta(restart),
  query_prefix: prefix('Put before queries, for asymmetric models (E5: `query: `).'),
  document_prefix: prefix(`Put before documents (E5: \`passage: \`). ${REINDEX}.`),
  ...limits(256, 2_048),
});

export const cohere = z.strictObject({
  base_url: baseUrl('https://api.cohere.com', 'Where `/v2/embed` is.'),
  api_key: apiKey('Cohere'),
  model: z.string().min(1).default('embed-v4.0').describe(`Model asked for: ${Object.keys(COHERE_MODELS).join(', ')}. ${REINDEX}.`).meta(restart),
  dimensions: dimensions('Dimensions stored; embed-v4.0 has 256, 512, 1024 and 1536. 0 = the most.'),
  embedding_type: z.enum(['float', 'int8']).default('float').describe(`How vectors travel; int8 is a tenth of the bytes and a little less exact. ${REINDEX}.`).meta(restart),
  ...limits(96, 96),
});

export const cache = z.strictObject({
  max_size: byteSize({ min: '0B', max: '1000GB' }).prefault('1GiB').describe('Bytes of vectors of onnx, openai and cohere that are kept on disk for all workspaces, so that a text is paid for once; and as many of vectors of libraries, by any provider. It holds no text. 0B = none.'),
});

interface Embedding {
  readonly provider: string;
  readonly onnx: z.output<typeof onnx>;
  readonly openai: z.output<typeof openai>;
  readonly cohere: z.output<typeof cohere>;
}

/** For `superRefine`: only the provider that is chosen has to be complete. Keys may be missing: in a mesh the embedding service alone has them. */
export function completeProvider(section: Embedding, ctx: z.RefinementCtx): void {
  // Said of a key that is set, since it is named with the place where it is set.
  const wrong = (path: string, message: string) => ctx.addIssue({ code: 'custom', path: [section.provider, path], message });
  if (section.provider === 'onnx' && section.onnx.path === '') ctx.addIssue({ code: 'custom', path: ['provider'], message: 'is onnx: embedding.onnx.path must name the folder of a model' });
  if (section.provider === 'openai') {
    const { model, dimensions: wanted, base_url, shortening } = section.openai;
    const known = Object.hasOwn(OPENAI_MODELS, model) ? OPENAI_MODELS[model]! : null;
    checkUrl(base_url, wrong);
    if (known === null && wanted === 0) wrong('model', `is ${model}, whose dimensions are not known: set embedding.openai.dimensions`);
    if (known && wanted > known.dimensions[0]!) wrong('dimensions', `is more than the ${known.dimensions[0]} of ${model}`);
    if (known && wanted > 0 && wanted < known.dimensions[0]! && known.shortens === 'off' && shortening === 'auto') wrong('dimensions', `${model} has ${known.dimensions[0]} and cannot give fewer`);
  }
  if (section.provider === 'cohere') {
    const { model, dimensions: wanted, base_url } = section.cohere;
    const known = Object.hasOwn(COHERE_MODELS, model) ? COHERE_MODELS[model]! : null;
    checkUrl(base_url, wrong);
    if (known === null && wanted === 0) wrong('model', `is ${model}, whose dimensions are not known: set embedding.cohere.dimensions`);
    if (known && wanted !== 0 && !known.dimensions.includes(wanted)) wrong('dimensions', `${model} has ${known.dimensions.join(', ')}`);
  }
}

function checkUrl(text: string, wrong: (path: string, message: string) => void): void {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) wrong('base_url', 'is not an http(s) address');
  else if (url.username !== '' || url.password !== '' || url.search !== '') wrong('base_url', 'must not hold credentials or a query: use api_key');
}

import path from 'node:path';
import { ProviderError, unitVector, UsageMeter, type EmbeddingProvider, type EmbeddingUsage, type InputType, type ProviderLimits } from '@twinmcp/vectorization';
import { contentHash } from '@twinmcp/kernel';
import { readModelFolder, type OnnxModelFolder } from './model-folder.ts';
import { OnnxThreads } from './onnx-threads.ts';

export interface OnnxOptions {
  readonly folder: string;
  /** Inside the folder; default: the first that is there of the usual names. */
  readonly file?: string;
  /** Threads, each with the weights in memory. */
  readonly threads?: number;
  /** Fewer than the model has: for models trained so that the beginning of a vector works alone (Matryoshka). 0 = all. */
  readonly dimensions?: number;
  /** Fewer tokens a text than the model takes. 0 = what the model takes. */
  readonly maxInputTokens?: number;
  /** Instead of what the folder says. */
  readonly queryPrefix?: string;
  readonly documentPrefix?: string;
  readonly killAfterMs?: number;
  readonly idleMs?: number;
}

/** Texts that a thread gets at once: small enough that a query soon finds a free thread. */
const TASK_CHARACTERS = 4 * 1024;
const TASK_TEXTS = 32;

/** A transformer from a local folder on the CPU, through onnxruntime-node, which must be installed beside. Nothing is downloaded. */
export class OnnxEmbedder implements EmbeddingProvider {
  readonly model: string;
  readonly dimensions: number;
  readonly limits: ProviderLimits;
  readonly #threads: OnnxThreads;
  readonly #prefixes: Readonly<Record<InputType, string>>;
  readonly #meter = new UsageMeter();

  private constructor(folder: OnnxModelFolder, options: OnnxOptions, threads: OnnxThreads, dimensions: number) {
    const document = options.documentPrefix ?? folder.prompts.document;
    this.#prefixes = { query: options.queryPrefix ?? folder.prompts.query, document };
    this.#threads = threads;
    this.dimensions = dimensions;
    this.model = `onnx:${path.basename(path.resolve(options.folder))}-${folder.fingerprint}@${dimensions}${document === '' ? '' : `+${contentHash(document).slice(0, 8)}`}`;
    this.limits = { maxInputTokens: folder.maxTokens, longInput: 'truncated', batchTexts: 64, batchCharacters: 64 * 1024, concurrency: 2, cacheable: true };
  }

  /** Loads the model and embeds a word: what does not fit is refused here, with the reason. */
  static async open(options: OnnxOptions): Promise<OnnxEmbedder> {
    const found = readModelFolder(options.folder, options.file);
    const folder = { ...found, maxTokens: Math.min(options.maxInputTokens || Infinity, found.maxTokens) };
    const { file, tokenizer, tokenizerConfig, pooling, maxTokens } = folder;
    const threads = new OnnxThreads({ file, tokenizer, tokenizerConfig, pooling, maxTokens }, { threads: options.threads ?? 2, killAfterMs: options.killAfterMs ?? 120_000, idleMs: options.idleMs ?? 60_000 });
    try {
      const { dimensions } = await threads.run(['a'], false);
      const wanted = options.dimensions || dimensions;
      if (wanted > dimensions) throw new ProviderError('refused', `the embedding model in ${options.folder} has ${dimensions} dimensions, ${wanted} are configured`);
      return new OnnxEmbedder(folder, options, threads, wanted);
    } catch (error) {
      await threads.close();
      throw error;
    }
  }

  async embed(texts: readonly string[], kind: InputType, signal?: AbortSignal): Promise<Float32Array[]> {
    signal?.throwIfAborted();
    const vectors: Float32Array[] = [];
    const embedTask = async (places: readonly number[]) => {
      const { vectors: found, dimensions, tokens, truncated } = await this.#threads.run(places.map((i) => this.#prefixes[kind] + texts[i]!), kind === 'query', signal);
      places.forEach((place, i) => (vectors[place] = unitVector(found.subarray(i * dimensions, (i + 1) * dimensions), this.dimensions)));
      this.#meter.add({ calls: 1, texts: places.length, tokens, truncated });
    };
    await Promise.all(tasksOf(texts).map(embedTask));
    if (vectors.some((vector) => !vector.every(Number.isFinite))) throw new ProviderError('bad-answer', 'the embedding model answered with something else than finite numbers');
    return vectors;
  }

  usage(): EmbeddingUsage {
    return this.#meter.read();
  }

  close(): Promise<void> {
    return this.#threads.close();
  }
}

/** Positions of texts of like length together: little padding. */
function tasksOf(texts: readonly string[]): number[][] {
  const tasks: number[][] = [];
  let characters = Infinity;
  for (const i of texts.map((_, place) => place).sort((a, b) => texts[b]!.length - texts[a]!.length)) {
    const size = texts[i]!.length;
    if (characters + size > TASK_CHARACTERS || tasks.at(-1)!.length >= TASK_TEXTS) {
      tasks.push([]);
      characters = 0;
    }
    tasks.at(-1)!.push(i);
    characters += size;
  }
  return tasks;
}

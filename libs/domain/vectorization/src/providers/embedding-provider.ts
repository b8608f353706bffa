import type { EmbeddingUsage } from './usage-meter.ts';

/** Asymmetric models embed what is looked for and what is found differently. */
export type InputType = 'query' | 'document';

/** What a caller must know to feed a provider well. Absent members: no limit known. */
export interface ProviderLimits {
  /** Tokens of one text that count. */
  readonly maxInputTokens?: number;
  /** What becomes of a longer text: its beginning alone is embedded (and counted in `usage().truncated`), or all of it. */
  readonly longInput: 'truncated' | 'whole';
  /** Most texts and characters of one call. A provider splits longer calls itself; the engine forms batches below this. */
  readonly batchTexts: number;
  readonly batchCharacters: number;
  /** Calls that may run at once. */
  readonly concurrency: number;
  /** A vector costs money or much time: worth keeping on disk. */
  readonly cacheable: boolean;
}

/** Texts → vectors. Implementations by behaviour: `StaticCodeEmbedder` (local, shipped), `OnnxEmbedder` (a folder), `OpenAiCompatibleEmbedder` and `CohereEmbedder` (HTTP). */
export interface EmbeddingProvider {
  /** Part of the index's identity: another model, or another number of dimensions of it, means another collection. */
  readonly model: string;
  readonly dimensions: number;
  /** May change at run time: read when needed. */
  readonly limits?: ProviderLimits;
  /** One unit-length vector a text, same order. A text without any known term gives the zero vector. Fails with `ProviderError`, or with the reason of `signal`. */
  embed(texts: readonly string[], kind: InputType, signal?: AbortSignal): Promise<Float32Array[]>;
  /** Since start. */
  usage?(): EmbeddingUsage;
  close?(): Promise<void>;
}

/** Of a provider that says nothing: in-process, cheap. */
export const LOCAL_LIMITS: ProviderLimits = { longInput: 'whole', batchTexts: 128, batchCharacters: 64 * 1024, concurrency: 1, cacheable: false };

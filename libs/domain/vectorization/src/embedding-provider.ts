/** Texts → vectors. Implementations by behaviour: `StaticCodeEmbedder` (local, shipped), HTTP and ONNX providers later. */
export interface EmbeddingProvider {
  /** Part of the index's identity: another model means another collection. */
  readonly model: string;
  readonly dimensions: number;
  /** One unit-length vector a text, same order. A text without any known term gives the zero vector. */
  embed(texts: readonly string[], kind: 'query' | 'document', signal?: AbortSignal): Promise<Float32Array[]>;
}

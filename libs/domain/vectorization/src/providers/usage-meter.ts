/** What a provider was asked and what that cost. Counts only grow. */
export interface EmbeddingUsage {
  readonly calls: number;
  readonly texts: number;
  /** As the provider counted them, else estimated: see `estimated`. */
  readonly tokens: number;
  /** Part of `tokens` that the provider did not report. */
  readonly estimated: number;
  /** Texts of which only the beginning was embedded. */
  readonly truncated: number;
  /** Attempts beyond the first. */
  readonly retries: number;
  readonly failures: number;
  /** In the currency of the configured price; 0 without one. */
  readonly cost: number;
}

export class UsageMeter {
  readonly #counts = { calls: 0, texts: 0, tokens: 0, estimated: 0, truncated: 0, retries: 0, failures: 0, cost: 0 };

  add(counts: Partial<EmbeddingUsage>): void {
    for (const [name, count] of Object.entries(counts)) this.#counts[name as keyof EmbeddingUsage] += count;
  }

  read(): EmbeddingUsage {
    return { ...this.#counts };
  }
}

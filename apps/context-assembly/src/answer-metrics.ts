import type { ContextAnswer } from '@twinmcp/contracts';
import { counter, histogram, METRICS, watchCache, type Counter, type Histogram, type MetricsRegistry } from '@twinmcp/platform';
import type { Retrieval } from './retrieval/retrieve-places.usecase.ts';

/** A label has few values, whatever a part is called some day. */
const PARTS: readonly string[] = ['symbols', 'text search', 'lexical', 'dense', 'history', 'index', 'source', 'conversation'];

interface Caches {
  readonly rankings: { readonly figures: { readonly hits: number; readonly misses: number; readonly entries: number; readonly shared: { readonly hits: number; readonly misses: number } | null } };
  readonly decisions: () => { readonly hits: number; readonly misses: number; readonly entries: number };
  readonly answers: () => { readonly hits: number; readonly misses: number; readonly entries: number };
}

/** How good the answers are, what they lack, and what the caches spare. */
export class AnswerMetrics {
  readonly #quality: Histogram<'mode'>;
  readonly #confidence: Histogram<'mode'>;
  readonly #tokens: Histogram;
  readonly #degraded: Counter<'part'>;

  constructor(registry: MetricsRegistry) {
    this.#quality = histogram(METRICS.answerQuality, registry);
    this.#confidence = histogram(METRICS.answerConfidence, registry);
    this.#tokens = histogram(METRICS.answerTokens, registry);
    this.#degraded = counter(METRICS.answersDegraded, registry);
  }

  answered({ mode, quality, tokens, degraded }: Pick<ContextAnswer, 'mode' | 'quality' | 'tokens' | 'degraded'>): void {
    this.#quality.observe({ mode }, quality);
    this.#tokens.observe(tokens);
    this.#lacks(degraded);
  }

  searched(degraded: Retrieval['degraded']): void {
    this.#lacks(degraded);
  }

  retrieved({ decision, confidence }: Pick<Retrieval, 'decision' | 'confidence'>): void {
    if (confidence > 0) this.#confidence.observe({ mode: decision.mode }, confidence);
  }

  #lacks(degraded: Retrieval['degraded']): void {
    for (const part of new Set(degraded.map((one) => (PARTS.includes(one.part) ? one.part : 'other')))) this.#degraded.inc({ part });
  }
}

export function watchCaches(registry: MetricsRegistry, { rankings, decisions, answers }: Caches): void {
  watchCache(registry, 'rankings', () => rankings.figures);
  watchCache(registry, 'decisions', decisions);
  watchCache(registry, 'answers', answers);
  if (rankings.figures.shared !== null) watchCache(registry, 'shared', () => rankings.figures.shared!);
}

import type { QueryUnderstanding } from '../query/model.ts';

export interface QualityEvidence {
  readonly query: QueryUnderstanding;
  /** Scores of the whole ranking, best first. */
  readonly scores: readonly number[];
  readonly items: readonly { readonly text: string; readonly path: string; readonly symbol: string | null; readonly sources: readonly string[] }[];
  /** Channels that took part. */
  readonly channels: number;
}

export interface Quality {
  /** 0..1 */
  readonly score: number;
  /** Terms of the question that the answer does not contain. */
  readonly missingTerms: readonly string[];
}

/**
 * A heuristic, not a probability: .5 × share of the question's terms that the answer contains, + .25 × agreement (share of
 * the three best items that two channels found, where two took part), + .25 × margin (how far the best place stands above
 * the median of the ranking). A definition that was asked for by name and is in the answer counts as .8 at least.
 */
export function assessQuality({ query, scores, items, channels }: QualityEvidence): Quality {
  if (items.length === 0) return { score: 0, missingTerms: terms(query) };
  const haystack = items.map((item) => `${item.path}\n${item.symbol ?? ''}\n${item.text}`).join('\n').toLowerCase();
  const wanted = terms(query);
  const missingTerms = wanted.filter((term) => !haystack.includes(stemOf(term)));
  const coverage = wanted.length === 0 ? 0.5 : 1 - missingTerms.length / wanted.length;
  const top = items.slice(0, 3);
  const agreement = channels < 2 ? coverage : top.filter((item) => item.sources.length > 1).length / top.length;
  const best = scores[0] ?? 0;
  const middle = scores[Math.floor(scores.length / 2)] ?? 0;
  const margin = best <= 0 ? 0 : scores.length < 3 ? 0.5 : Math.min(1, (2 * (best - middle)) / best);
  const asked = new Set(query.names.filter((name) => name.certainty >= 0.8).map((name) => name.leaf.toLowerCase()));
  const named = items.some((item) => item.symbol !== null && asked.has(item.symbol.slice(item.symbol.lastIndexOf('.') + 1).toLowerCase()));
  return { score: Math.min(1, Math.max(0.5 * coverage + 0.25 * agreement + 0.25 * margin, named ? 0.8 : 0)), missingTerms };
}

function terms(query: QueryUnderstanding): string[] {
  const files = [...query.paths, ...query.frames].map(({ path }) => path.slice(path.lastIndexOf('/') + 1).toLowerCase());
  return [...new Set([...query.names.map((name) => name.leaf.toLowerCase()), ...files, ...query.words])];
}

/** The start of a word stands for its inflections: `serialised` is covered by `serialize`. Short words must be there whole. */
function stemOf(term: string): string {
  return term.length <= 4 ? term : term.slice(0, Math.max(4, term.length - 3));
}

import { touchesGold, type GoldLines, type PlacedHit } from './gold-lines.ts';

export interface LineScores {
  readonly MRR: number;
  /** Share of the gold hunks that one of the first k places overlaps. */
  readonly 'recall@1': number;
  readonly 'recall@5': number;
  readonly 'recall@10': number;
}

/** `ranked`: places, best first. A place counts when it overlaps a gold hunk. Null when the query has no gold line. */
export function scoreLines(ranked: readonly PlacedHit[], gold: GoldLines): LineScores | null {
  const hunks = [...gold].flatMap(([path, ranges]) => ranges.map((range) => new Map([[path, [range]]])));
  if (hunks.length === 0) return null;
  const first = ranked.findIndex((hit) => touchesGold(hit, gold));
  const recall = (k: number) => {
    const top = ranked.slice(0, k);
    return hunks.filter((hunk) => top.some((hit) => touchesGold(hit, hunk))).length / hunks.length;
  };
  return { MRR: first < 0 ? 0 : 1 / (first + 1), 'recall@1': recall(1), 'recall@5': recall(5), 'recall@10': recall(10) };
}

/** Tokens a reader takes in, from the top, up to the end of the first item that `isGold`; null when none is. */
export function tokensUntilGold<T extends { readonly tokens: number }>(items: readonly T[], isGold: (item: T) => boolean): number | null {
  let tokens = 0;
  for (const item of items) {
    tokens += item.tokens;
    if (isGold(item)) return tokens;
  }
  return null;
}

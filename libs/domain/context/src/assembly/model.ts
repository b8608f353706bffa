import type { ContextAnswer, ContextItem } from '@twinmcp/contracts';

export type Omitted = ContextAnswer['omitted'][number];

/** What an answer's text is made of. */
export interface AnswerParts {
  readonly items: readonly ContextItem[];
  readonly omitted: readonly Omitted[];
  /** More places were left out than `omitted` lists. */
  readonly omittedMore: number;
  readonly degraded: ContextAnswer['degraded'];
  readonly hints: readonly string[];
}

/** One output format. `item` is rendered alone so that it is counted once; `whole` joins what `item` made. */
export interface AnswerFormat {
  item(item: ContextItem): string;
  whole(parts: AnswerParts, renderedItems: readonly string[]): string;
}

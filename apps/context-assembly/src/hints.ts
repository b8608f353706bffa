import type { PackedAnswer, Quality } from '@twinmcp/context';
import type { Retrieval } from './retrieval/retrieve-places.usecase.ts';

export interface HintEvidence {
  readonly quality: Quality;
  /** `hybrid.quality_score_min` */
  readonly minimum: number;
  readonly packed: PackedAnswer;
  readonly retrieval: Retrieval;
  readonly stale: number;
  /** The call that reads the source failed; `degraded` says so already. */
  readonly readFailed: boolean;
  readonly budget: number;
  /** What the request limits the answer to. */
  readonly pathPrefix?: string;
  readonly languages?: readonly string[];
}

const MAX_NAMED = 5;

/** What would help: said when the answer is weak, or when files changed under it. */
export function hintsFor({ quality, minimum, packed, retrieval, stale, readFailed, budget, pathPrefix, languages }: HintEvidence): string[] {
  const hints: string[] = [];
  const within = [pathPrefix ? `below ${pathPrefix}` : '', languages && languages.length > 0 ? `in ${languages.join(', ')}` : ''].filter((part) => part !== '').join(' ');
  if (stale > 0) hints.push(`${stale} of the best places changed since they were indexed and were left out: index the workspace again`);
  if (retrieval.unrelated !== null) hints.push(`The code graph knows no ${retrieval.unrelated}: what else is here was found by words`);
  if (packed.full) hints.push('The answer is as large as one answer can be, whatever the budget: name a `conversation` and ask again for what comes next, or limit the question to a path');
  if (quality.score >= minimum) return hints;
  if (retrieval.places.length === 0) {
    hints.push(within === '' ? 'Nothing in the index matches: name a symbol, a file, or words that the code itself uses' : `Nothing ${within} matches: ask without that limit, or check it against what the workspace holds`);
    return hints;
  }
  if (packed.items.length === 0 && !readFailed && packed.omitted.some((place) => place.reason === 'missing')) {
    hints.push('The files of the best places are gone or cannot be read: check that the source is still there, and index the workspace again');
    return hints;
  }
  if (packed.items.length === 0 && packed.omitted.some((place) => place.reason === 'budget')) {
    hints.push(`No place fits ${budget} tokens: ask with a larger budget`);
    return hints;
  }
  hints.push(`Quality ${quality.score.toFixed(2)} is below ${minimum}: read this answer with care`);
  if (quality.missingTerms.length > 0) hints.push(`Not found in the answer: ${quality.missingTerms.slice(0, MAX_NAMED).join(', ')}; other words for it, or the name of a symbol or file, may help${within === '' ? '' : `; only what is ${within} was looked at`}`);
  return hints;
}

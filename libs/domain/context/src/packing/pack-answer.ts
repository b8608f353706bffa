import type { ContextAnswer, ContextItem } from '@twinmcp/contracts';
import { citationLabel } from '../assembly/citation.ts';
import type { AnswerFormat, AnswerParts, Omitted } from '../assembly/model.ts';
import { AskedTerms } from './asked-terms.ts';
import { choosePieces, type Choice } from './choose-pieces.ts';
import { mergePieces } from './merge-pieces.ts';
import type { PackCandidate } from './model.ts';
import { itemOf, type Piece } from './piece.ts';
import type { QueryUnderstanding } from '../query/model.ts';
import { largestThatFits } from './truncate.ts';

/** The answer's fields list this many places that did not fit, its text fewer: there every line costs tokens. */
const MAX_OMITTED = 20;
const MAX_OMITTED_IN_TEXT = 8;
const OMITTED_SHARE = 0.08;
const OMITTED_TOKENS = 160;
/** Joining rendered items may cost a token each. */
const JOIN = 1;

export interface PackInput {
  /** Best first. */
  readonly candidates: readonly PackCandidate[];
  /** Tells the lines that matter where a place must be shortened; without it, only its beginning is shown. */
  readonly query?: QueryUnderstanding;
  /** Places that cannot be shown whatever the budget. */
  readonly unreadable: readonly Omitted[];
  /** Places that rank below the candidates and whose text was not read. */
  readonly notRead?: readonly Omitted[];
  /** Similarity (0..1) from which a sentence of prose counts as said already and is left out; default: none is. */
  readonly redundancy?: number;
  readonly budget: number;
  readonly format: AnswerFormat;
  readonly count: (text: string) => number;
  /** Bytes of JSON that items and text may take together: what carries the answer has a limit too. */
  readonly maxBytes?: number;
  readonly degraded: ContextAnswer['degraded'];
  readonly hints: readonly string[];
}

export interface PackedAnswer {
  readonly items: ContextItem[];
  readonly omitted: Omitted[];
  readonly text: string;
  /** Exact count of `text`; never over the budget. */
  readonly tokens: number;
  /** It is as large as `maxBytes` allows, and the budget was not the limit. */
  readonly full: boolean;
}

/** Chooses, merges and renders under the budget. Pieces are counted once; the whole is counted at the end, and shortened while it is over. */
export function packAnswer(input: PackInput): PackedAnswer {
  const { budget, format, count } = input;
  const frame = chooseFrame(input);
  const reserve = Math.min(OMITTED_TOKENS, Math.floor(budget * OMITTED_SHARE));
  const available = budget - count(format.whole(frame, [])) - reserve;
  // Each piece is measured several ways, one right after the other.
  let last: { piece: Piece; item: ContextItem; text: string } | null = null;
  const rendered = (piece: Piece) => {
    if (last?.piece === piece) return last;
    const item = itemOf(piece);
    return (last = { piece, item, text: format.item(item) });
  };
  const choice = choosePieces(input.candidates, available, {
    tokens: (piece) => count(rendered(piece).text) + JOIN,
    // Once in `items`, once in `text`.
    bytes: (piece) => jsonBytes(rendered(piece).text) + jsonBytes(rendered(piece).item),
    maxBytes: input.maxBytes ?? Infinity,
    redundancy: input.redundancy,
    ...(input.query ? { matters: lineWeights(input.query) } : {}),
  });

  for (let dropped = 0; ; dropped++) {
    const pieces = dropped === 0 ? choice.pieces : choice.pieces.slice(0, -dropped);
    const left = [...choice.left, ...choice.pieces.slice(pieces.length).map((piece) => ({ candidate: piece.candidate, tokens: null }))];
    const answer = render(input, frame, { ...choice, pieces, left });
    if (answer.tokens <= budget) return answer;
    if (pieces.length === 0) return { items: [], omitted: answer.omitted, text: '', tokens: 0, full: false };
  }
}

/** Notes must not crowd out the answer: hints go first, then the details of what is degraded (both stay in the answer's fields). */
function chooseFrame({ budget, format, count, degraded, hints }: PackInput): AnswerParts {
  const empty: AnswerParts = { items: [], omitted: [], omittedMore: 0, degraded: [], hints: [] };
  const frames: AnswerParts[] = [{ ...empty, degraded, hints }, { ...empty, degraded, hints: hints.slice(0, 1) }, { ...empty, degraded }, { ...empty, degraded: degraded.map((d) => ({ ...d, reason: d.part, effect: '' })).slice(0, 2) }, empty];
  return frames.find((frame) => count(format.whole(frame, [])) <= budget * 0.3) ?? empty;
}

function render(input: PackInput, frame: AnswerParts, choice: Choice): PackedAnswer {
  const { format, count, budget } = input;
  const rendered = mergePieces(choice).map((item) => ({ item, text: format.item(item) }));
  const items = rendered.map(({ item, text }) => ({ ...item, tokens: count(text) }));
  const texts = rendered.map(({ text }) => text);
  const all: Omitted[] = [
    ...input.unreadable,
    ...choice.left.map(({ candidate, tokens }) => ({ label: citationLabel(candidate), symbol: candidate.symbol, tokens, reason: 'budget' as const })),
    ...(input.notRead ?? []),
  ];
  const omitted = all.slice(0, MAX_OMITTED);

  const used = items.reduce((sum, item) => sum + item.tokens + JOIN, 0);
  const withOmitted = (shown: number): AnswerParts => ({ ...frame, omitted: omitted.slice(0, shown), omittedMore: shown > 0 ? all.length - shown : 0 });
  const shown = largestThatFits(Math.min(MAX_OMITTED_IN_TEXT, omitted.length), (n) => used + count(format.whole(withOmitted(n), [])) <= budget);
  const text = format.whole({ ...withOmitted(shown), items }, texts);
  const tokens = count(text);
  if (tokens <= budget || shown === 0) return { items, omitted, text, tokens, full: choice.full };
  const bare = format.whole({ ...frame, items }, texts);
  return { items, omitted, text: bare, tokens: count(bare), full: choice.full };
}

/** Number of the question's terms that a line has. */
function lineWeights(query: QueryUnderstanding): (line: string) => number {
  const asked = new AskedTerms(query.text);
  return (line) => asked.countIn(line).size;
}

function jsonBytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}

import { queryTerms, termsOf } from '../terms/terms.ts';

/** What the ranker knows of a question besides its hits. */
export interface Question {
  readonly terms: ReadonlySet<string>;
  /** All terms in order, function words included. */
  readonly sequence: readonly string[];
  /** Asked as people ask a search engine or a colleague, not as a change is described; “When a route is closed, its hooks run.” begins like a question and tells. */
  readonly asks: boolean;
}

const ASKS = /\?\s*$|^\s*(?:how|what|which|where|when|why|who|can|could|does|do|is|are|should|in what)\b[^]*[^.!:;\s]\s*$/i;
const LONGEST = 4_000;

export function readQuestion(query: string): Question {
  const text = query.slice(0, LONGEST);
  return { terms: new Set(queryTerms(text).keys()), sequence: termsOf(text), asks: ASKS.test(text) };
}

export interface NameMatch {
  /** 0..1: share of the name's terms that the question has, the rarer ones counting more. */
  readonly covered: number;
  /** Sum of the weights of the terms that both have. */
  readonly matched: number;
  /** Terms of the name that stand in the question one after the other, as a share of the name. */
  readonly run: number;
}

export const NO_MATCH: NameMatch = { covered: 0, matched: 0, run: 0 };

/** How much of a heading, a symbol or a file name is in the question: the other way round than a search looks. */
export function matchName(question: Question, name: readonly string[], weight: (term: string) => number): NameMatch {
  let [all, matched, any] = [0, 0, false];
  for (const term of name) {
    const counts = weight(term);
    all += counts;
    if (!question.terms.has(term)) continue;
    matched += counts;
    any = true;
  }
  return any ? { covered: all > 0 ? matched / all : 0, matched, run: longestRun(question.sequence, name) / name.length } : NO_MATCH;
}

/** Length of the longest part of `name` that `text` has as it stands. */
function longestRun(text: readonly string[], name: readonly string[]): number {
  let best = 0;
  for (let at = 0; at < text.length; at++) {
    for (let from = 0; from + best < name.length; from++) {
      let length = 0;
      while (from + length < name.length && text[at + length] === name[from + length]) length++;
      if (length > best) best = length;
    }
  }
  return best;
}

const LONGEST_NAME = 200;
const CACHED = 20_000;
const known = new Map<string, readonly string[]>();

/** Terms of a name; the same names come back in every question. */
export function nameTerms(name: string): readonly string[] {
  let terms = known.get(name);
  if (terms === undefined) {
    if (known.size >= CACHED) known.clear();
    known.set(name, (terms = termsOf(name.slice(0, LONGEST_NAME))));
  }
  return terms;
}

/** What a thing is called without what it is part of: `Reply.send` → `send`, `Plugins > Handle the scope` → `Handle the scope`. */
export function leafOf(name: string): string {
  const heading = name.lastIndexOf(' > ');
  if (heading >= 0) return name.slice(heading + 3);
  return name.includes(' ') ? name : name.slice(Math.max(name.lastIndexOf('.'), name.lastIndexOf('#'), name.lastIndexOf('::') + 1) + 1);
}

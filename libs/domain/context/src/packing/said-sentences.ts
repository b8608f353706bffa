import { termsOf } from '@twinmcp/retrieval';
import type { LineRange } from './line-ranges.ts';
import type { Piece } from './piece.ts';
import { ELLIPSIS } from './servable-text.ts';

const PROSE = new Set(['markdown', 'mdx', 'rst', 'asciidoc', 'text', 'html']);
/** Shorter ones are headings, labels and "See below.": alike by chance. */
const SHORTEST = 5;
const MAX_REMEMBERED = 2_000;
const SENTENCE_END = /(?<=[.!?])\s+|(?<=[。！？])/u;

/**
 * Sentences that the answer has already: what several documents say in the same words is shown once (CX-6). Similarity is
 * Jaccard's over stemmed terms. Code, tables and headings are left alone, and so is the first line of a place.
 */
export class SaidSentences {
  readonly #redundancy: number;
  readonly #said: ReadonlySet<string>[] = [];
  /** Term → sentences that have it: only those are compared. */
  readonly #byTerm = new Map<string, number[]>();

  /** `redundancy`: similarity from which a sentence counts as said; above 1 nothing does. */
  constructor(redundancy: number) {
    this.#redundancy = redundancy;
  }

  /** The piece without what was said, and what it says anew: to be given to `say` when the piece is taken. */
  without(piece: Piece): { piece: Piece; fresh: readonly ReadonlySet<string>[] } {
    const fresh: ReadonlySet<string>[] = [];
    if (this.#redundancy > 1 || !PROSE.has(piece.candidate.language)) return { piece, fresh };
    const dropped = new Set<number>();
    let shortened = false;
    const prose = proseLines(piece.lines);
    const lines = piece.lines.map((line, i) => {
      if (!prose[i]) return line;
      const kept: string[] = [];
      let redundant = 0;
      for (const sentence of line.split(SENTENCE_END)) {
        const terms = new Set(termsOf(sentence));
        if (terms.size < SHORTEST) kept.push(sentence);
        else if (i > 0 && (this.#isSaid(terms) || fresh.some((other) => similarity(terms, other) >= this.#redundancy))) {
          redundant++;
          if (kept.at(-1) !== ELLIPSIS) kept.push(ELLIPSIS);
        } else {
          fresh.push(terms);
          kept.push(sentence);
        }
      }
      if (redundant === 0) return line;
      if (kept.every((part) => part === ELLIPSIS)) {
        dropped.add(i);
        return line;
      }
      shortened = true;
      return kept.join(' ');
    });
    if (dropped.size === 0 && !shortened) return { piece, fresh };
    return { piece: { ...piece, lines, clipped: piece.clipped || shortened, gaps: [...piece.gaps, ...gapsOf(dropped, piece.startLine)] }, fresh };
  }

  say(sentences: readonly ReadonlySet<string>[]): void {
    for (const terms of sentences) {
      if (this.#said.length >= MAX_REMEMBERED) return;
      this.#said.push(terms);
      for (const term of terms) {
        const list = this.#byTerm.get(term);
        if (list) list.push(this.#said.length - 1);
        else this.#byTerm.set(term, [this.#said.length - 1]);
      }
    }
  }

  #isSaid(terms: ReadonlySet<string>): boolean {
    // What is alike in nine terms of ten shares the rarest of them or the next: the shortest lists are enough.
    const lists = [...terms].map((term) => this.#byTerm.get(term) ?? []).sort((a, b) => a.length - b.length).slice(0, Math.max(2, Math.ceil(terms.size * (1 - this.#redundancy)) + 1));
    const tried = new Set<number>();
    for (const list of lists) {
      for (const i of list) {
        if (tried.has(i)) continue;
        tried.add(i);
        if (similarity(terms, this.#said[i]!) >= this.#redundancy) return true;
      }
    }
    return false;
  }
}

export function similarity(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let shared = 0;
  for (const term of a) if (b.has(term)) shared++;
  return shared / (a.size + b.size - shared || 1);
}

/** Which lines are not in a fence, nor a table, heading, directive or indented block. */
function proseLines(lines: readonly string[]): boolean[] {
  let fenced = false;
  return lines.map((line) => {
    if (/^\s*(?:```|~~~)/.test(line)) fenced = !fenced;
    return !fenced && !/^(?:\s{4}|\t|\s*(?:```|~~~|\||#|\.\.|<|={3}|-{3}))/.test(line);
  });
}

function gapsOf(dropped: ReadonlySet<number>, startLine: number): LineRange[] {
  const gaps: LineRange[] = [];
  for (const i of [...dropped].sort((a, b) => a - b)) {
    const last = gaps.at(-1);
    if (last && last.endLine === startLine + i - 1) gaps[gaps.length - 1] = { ...last, endLine: startLine + i };
    else gaps.push({ startLine: startLine + i, endLine: startLine + i });
  }
  return gaps;
}

import type { DocKind } from '@twinmcp/contracts';
import { splitIdentifier } from '@twinmcp/retrieval';
import type { DocUnit } from './extract-docs.ts';

export interface RankedUnit {
  /** Index of the unit. */
  readonly unit: number;
  readonly score: number;
}

/** How much a kind of documentation is worth beside the match: a declaration or a guide says more than a test that uses it. */
const WORTH: Readonly<Record<DocKind, number>> = { readme: 1, guide: 1, api: 1, example: 0.75, changelog: 0.5 };
const ABOUT_CHANGES = /\b(chang(e|es|ed|elog)|release|migrat|upgrad|break|deprecat|new in)\b/i;
const NAMED_BONUS = 0.5;

/** The words of a name or topic as one: `discriminated union` and `discriminatedUnion` are the same thing asked for. */
const squeezed = (text: string): string => splitIdentifier(text).join('').toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

const lastNames = new WeakMap<readonly DocUnit[], readonly string[]>();

/** What each unit is called, without what it lies in: the same for every question. */
function lastNamesOf(units: readonly DocUnit[]): readonly string[] {
  let names = lastNames.get(units);
  if (!names) lastNames.set(units, (names = units.map(({ title }) => squeezed(title.split(/\s*[›>]\s*|(?<=\w)\.(?=\w)/).at(-1)!))));
  return names;
}

/** Found sections in the order they are worth reading; a symbol or heading that the topic names comes first. */
export function rankDocs(units: readonly DocUnit[], found: readonly RankedUnit[], topic: string): RankedUnit[] {
  const wanted = new Set([squeezed(topic), ...topic.split(/\s+/).filter((word) => /[A-Z_.]/.test(word.slice(1))).map(squeezed)].filter((one) => one.length > 2));
  const changes = ABOUT_CHANGES.test(topic);
  const scores = new Map(found.map(({ unit, score }) => [unit, score]));
  for (const [index, last] of lastNamesOf(units).entries()) if (wanted.has(last)) scores.set(index, (scores.get(index) ?? 0.3) + NAMED_BONUS);
  const ranked = [...scores].map(([unit, score]) => ({ unit, score: score * units[unit]!.weight * (units[unit]!.kind === 'changelog' && changes ? 1 : WORTH[units[unit]!.kind]) })).sort(bestFirst);
  return withTwinsBehind(units, ranked);
}

const bestFirst = (a: RankedUnit, b: RankedUnit): number => b.score - a.score || a.unit - b.unit;
/** Of a declaration that another entry point has too. */
const TWIN = 0.4;

/** `discriminatedUnion` of zod, of zod/mini and of what both stand on: the first says it, the others take its room. */
function withTwinsBehind(units: readonly DocUnit[], ranked: readonly RankedUnit[]): RankedUnit[] {
  const seen = new Map<string, string>();
  return ranked.map((one) => {
    const { kind, path, symbol } = units[one.unit]!;
    const name = squeezed(symbol ?? '');
    if (kind !== 'api' || name.length < 3) return one;
    if (!seen.has(name)) seen.set(name, path);
    return seen.get(name) === path ? one : { ...one, score: one.score * TWIN };
  }).sort(bestFirst);
}

/** Without a topic: what the package says of itself first, then what it declares, in the order of the files. */
export function overviewOrder(units: readonly DocUnit[]): RankedUnit[] {
  const order: readonly DocKind[] = ['readme', 'guide', 'api', 'example', 'changelog'];
  return units.map(({ kind, weight }, unit) => ({ unit, score: (1 - order.indexOf(kind) / 10) * weight })).sort((a, b) => b.score - a.score || a.unit - b.unit);
}

export interface PackedDocs {
  readonly text: string;
  readonly tokens: number;
  readonly taken: readonly { readonly unit: number; readonly score: number; readonly tokens: number }[];
  /** Sections that had no room. */
  readonly omitted: number;
}

const FENCES: Readonly<Record<string, string>> = { typescript: 'ts', tsx: 'tsx', javascript: 'js', python: 'python', go: 'go', rust: 'rust', java: 'java', kotlin: 'kotlin', ruby: 'ruby' };
/** A budget is not worth more sections than anybody reads. */
const MAX_SECTIONS = 200;

/** Counts tokens; what is counted of a unit may be kept by it. */
export type CountTokens = (text: string, unit?: DocUnit) => number;

/** The same section is shown to many questions: its tokens are counted once for a tokenizer. */
export function countingUnitsOnce(count: (text: string) => number, known: WeakMap<DocUnit, number>): CountTokens {
  return (text, unit) => {
    let tokens = unit && known.get(unit);
    if (tokens === undefined) tokens = count(text);
    if (unit) known.set(unit, tokens);
    return tokens;
  };
}

/** As many sections as fit, best first; one that is too long alone is cut at a line. `page` 2 begins where page 1 was full. */
export function packDocs(units: readonly DocUnit[], ranked: readonly RankedUnit[], head: string, budget: number, page: number, count: CountTokens): PackedDocs {
  let rest = [...ranked];
  for (let at = 1; ; at++) {
    const packed = packPage(units, rest, head, budget, count);
    const taken = new Set(packed.taken.map(({ unit }) => unit));
    rest = rest.filter(({ unit }) => !taken.has(unit));
    if (at >= page || taken.size === 0) return { ...packed, omitted: rest.length };
  }
}

function packPage(units: readonly DocUnit[], ranked: readonly RankedUnit[], head: string, budget: number, count: CountTokens): Omit<PackedDocs, 'omitted'> {
  const parts = [head];
  let used = count(head);
  const taken: { unit: number; score: number; tokens: number }[] = [];
  let misses = 0;
  for (const { unit, score } of ranked) {
    if (taken.length >= MAX_SECTIONS || misses > 12) break;
    let text = written(units[unit]!);
    let tokens = count(text, units[unit]!) + 2;
    if (used + tokens > budget && taken.length === 0) [text, tokens] = cut(units[unit]!, budget - used, count);
    if (used + tokens > budget || text === '') {
      misses++;
      continue;
    }
    parts.push(text);
    used += tokens;
    taken.push({ unit, score, tokens });
  }
  const text = parts.filter(Boolean).join('\n\n');
  return { text, tokens: count(text), taken };
}

function written({ title, kind, path, startLine, endLine, language, text }: DocUnit): string {
  const fence = FENCES[language];
  const longest = Math.max(2, ...[...text.matchAll(/^\s*(`{3,})/gm)].map(([, ticks]) => ticks!.length));
  const ticks = '`'.repeat(longest + 1);
  return `### ${title.replace(/\s+/g, ' ').slice(0, 200)}\n${kind} · ${path}:${startLine}-${endLine}\n\n${fence ? `${ticks}${fence}\n${text.trimEnd()}\n${ticks}` : text.trim()}`;
}

/** By halves of the lines until it fits. */
function cut(unit: DocUnit, room: number, count: (text: string) => number): [string, number] {
  const lines = unit.text.split('\n');
  for (let keep = Math.floor(lines.length / 2); keep > 0; keep = Math.floor(keep / 2)) {
    const text = written({ ...unit, text: `${lines.slice(0, keep).join('\n')}\n…`, endLine: unit.startLine + keep - 1 });
    const tokens = count(text) + 2;
    if (tokens <= room) return [text, tokens];
  }
  return ['', 0];
}

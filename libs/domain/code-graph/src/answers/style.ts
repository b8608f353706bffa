import type { GraphSymbol } from '@twinmcp/contracts';

/** How the parts of a written answer look. */
export interface AnswerStyle {
  place(text: string): string;
  heading(text: string): string;
  faint(text: string): string;
  /** What comes from the source: names, lines, paths. */
  source(text: string): string;
}

const MAX_TEXT = 160;
const MAX_DEFINITIONS = 8;

const same = (text: string): string => text;
export const PLAIN: AnswerStyle = { place: same, heading: same, faint: same, source: same };

/** Shown only where it is not certain: a note on every line says nothing. */
export function sureness(confidence: number, why: string, style: AnswerStyle): string {
  return confidence < 1 ? `  ${style.faint(`[${Math.round(confidence * 100) / 100} ${why}]`)}` : '';
}

export function at(path: string, line: number, style: AnswerStyle): string {
  return style.place(`${style.source(path)}:${line}`);
}

export function definition(symbol: GraphSymbol, style: AnswerStyle): string {
  const { name, qualifiedName, kind, signature } = symbol;
  const what = signature === null ? `${kind} ${style.source(qualifiedName)}` : `${qualifiedName === name ? '' : `${style.source(qualifiedName)}  `}${style.source(shorten(signature))}`;
  return `${at(symbol.path, symbol.nameLine, style)}: ${what}`;
}

/** A name that many symbols bear is better asked more closely. */
export function definitionLines(definitions: readonly GraphSymbol[], style: AnswerStyle): string[] {
  const lines = definitions.map((symbol) => definition(symbol, style));
  const first = definitions[0];
  return first && lines.length > MAX_DEFINITIONS ? [...lines.slice(0, MAX_DEFINITIONS), `… and ${lines.length - MAX_DEFINITIONS} more of the name; ${style.source(first.path)}:${first.nameLine} means the first alone`] : lines;
}

/** Enough to know a line by; the whole of it is in the source. */
function shorten(text: string): string {
  return text.length <= MAX_TEXT ? text : `${text.slice(0, MAX_TEXT - 1)}…`;
}

/** A line of the source, or why it is not here. */
export function quoted(text: string | null, style: AnswerStyle): string {
  return text === null ? style.faint('(changed since it was indexed)') : style.source(shorten(text));
}

/** The first of many. */
export function few(lines: readonly string[], limit: number): readonly string[] {
  return lines.length > limit ? [...lines.slice(0, limit), `… and ${lines.length - limit} more`] : lines;
}

export function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}

/** What is behind every answer: files that moved on, names that are near. */
export function remarks(answer: { readonly stale?: readonly string[]; readonly suggestions?: readonly string[] }, asked: string, style: AnswerStyle): string[] {
  const near = answer.suggestions ?? [];
  const stale = answer.stale ?? [];
  return [
    ...(near.length > 0 ? [`Nothing is called ${style.source(asked)}. Did you mean ${near.map((name) => style.source(name)).join(', ')}?`] : []),
    ...(stale.length > 0 ? [`Changed since they were indexed, and being indexed again: ${stale.slice(0, 10).map((path) => style.source(path)).join(', ')}${stale.length > 10 ? `, and ${stale.length - 10} more` : ''}`] : []),
  ];
}

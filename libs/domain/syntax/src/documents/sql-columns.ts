import type { DocumentText } from './document-text.ts';

export interface Column {
  readonly name: string;
  /** Of the name itself, behind its quote. */
  readonly index: number;
  readonly start: number;
  readonly end: number;
}

const CONSTRAINT = /^(?:constraint|primary|foreign|unique|check|key|index|exclude|like|period|fulltext|spatial|partition)\b/i;
const COLUMN = /^("[^"\n]+"|`[^`\n]+`|\[[^\]\n]+\]|[\p{L}_@#$][\p{L}\p{N}_$#@]*)/u;

export const unquote = (name: string): string => name.replace(/^["`[]|["`\]]$/g, '');

/** `(a int, b text, UNIQUE (a))` → a, b */
export function columnsOf(text: DocumentText, from: number, end: number): Column[] {
  const open = /^\s*\(/.exec(text.masked.slice(from, end));
  if (!open) return [];
  const start = from + open[0].length;
  return split(text.masked, start, Math.min(end, text.closeOf(start - 1))).flatMap((part) => {
    const match = COLUMN.exec(part.text);
    if (!match || (CONSTRAINT.test(part.text) && !/^\w+\s+(?:text|int|varchar|char|date|bool)/i.test(part.text)) || /^select\b/i.test(part.text)) return [];
    return [{ name: unquote(match[1]!), index: part.index + (match[1] === unquote(match[1]!) ? 0 : 1), start: part.index, end: part.index + part.text.length }];
  });
}

/** The names that `CREATE TABLE … AS SELECT a, b.c, d AS e FROM …` gives its columns. */
export function selectedColumns(text: DocumentText, from: number, end: number): Column[] {
  const rest = text.masked.slice(from, end);
  const select = /^\s*(?:\([^]*?\)\s*)?(?:as\s*\(?\s*)?select\s+(?:distinct\s+|all\s+)?/i.exec(rest);
  if (!select) return [];
  const start = from + select[0].length;
  return split(text.masked, start, listEnd(text.masked, start, end)).flatMap((part) => {
    const named = /(?:\bas\s+|^(?:[\w"`]+\s*\.\s*)*)("[^"\n]+"|`[^`\n]+`|[\p{L}_][\p{L}\p{N}_$]*)$/iu.exec(part.text);
    if (!named) return [];
    const name = unquote(named[1]!);
    const index = part.index + part.text.length - named[1]!.length + (named[1] === name ? 0 : 1);
    return [{ name, index, start: part.index, end: part.index + part.text.length }];
  });
}

/** Where the select list ends: at FROM outside of parentheses, or at the end of the statement. */
function listEnd(masked: string, from: number, end: number): number {
  let depth = 0;
  for (const match of masked.slice(from, end).matchAll(/[()]|\bfrom\b|;/gi)) {
    if (match[0] === '(') depth++;
    else if (match[0] === ')') depth--;
    else if (depth === 0) return from + match.index;
    if (depth < 0) return from + match.index;
  }
  return end;
}

function split(masked: string, from: number, end: number): { text: string; index: number }[] {
  const parts: { text: string; index: number }[] = [];
  let depth = 0;
  let start = from;
  for (let i = from; i <= end; i++) {
    const char = masked[i];
    if (i === end || (char === ',' && depth === 0)) {
      const raw = masked.slice(start, i);
      parts.push({ text: raw.trim(), index: start + raw.length - raw.trimStart().length });
      start = i + 1;
    } else if (char === '(') depth++;
    else if (char === ')') depth--;
  }
  return parts;
}

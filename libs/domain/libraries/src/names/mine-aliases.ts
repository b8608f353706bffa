import { flatName, nameTokens } from './split-name.ts';

const SCANNED = 700;
const MAX_ALIASES = 6;
const IN_BRACKETS = /\(\s*(?:or |aka |abbr(?:eviated|\.)? (?:as |to )?|i\.?e\.? )?["'“*`_]*([\p{L}\p{N}][\p{L}\p{N}.+#-]{1,14}?)["'”*`_]*(?: for short)?\s*[),;]/gu;
const ALSO = /(?:also (?:known|called|written|spelled|referred to)(?: (?:as|to as))?|formerly(?: known as| called)?|previously(?: known as| called)?|short for|abbreviated (?:as|to)|commonly called|sometimes called|aka|a\.k\.a\.)\s+["'“*`_]*([\p{L}\p{N}.+#-]+(?: [\p{L}\p{N}.+#-]+){0,2}?)["'”*`_]*(?=[,.;:)("'”*`]|\s(?:is|was|and|or|that|which|in|by|for)\s)/giu;

/**
 * Other names that a description itself gives: the short form in brackets after the long one (Schwartz & Hearst 2003), and
 * what follows "also known as" and the like. Only those that have to do with the name are believed.
 */
export function mineAliases(names: readonly string[], description: string, text: string): string[] {
  const scanned = `${description}\n${text}`.slice(0, SCANNED);
  const own = new Set(names.map(flatName));
  const acronyms = new Set(names.map((name) => initials(nameTokens(name))).filter((letters) => letters.length > 1));
  const found = new Map<string, string>();
  const take = (alias: string): void => {
    const flat = flatName(alias);
    if (flat.length > 1 && !own.has(flat) && !found.has(flat) && found.size < MAX_ALIASES) found.set(flat, alias.trim());
  };
  for (const match of scanned.matchAll(IN_BRACKETS)) {
    const short = match[1]!;
    const long = longForm(scanned.slice(0, match.index), short);
    if (!long) continue;
    if (own.has(flatName(short)) || acronyms.has(flatName(short))) take(long);
    if (own.has(flatName(long)) || acronyms.has(flatName(short))) take(short);
  }
  for (const match of scanned.slice(0, 400).matchAll(ALSO)) take(match[1]!);
  return [...found.values()];
}

/** The words before the bracket whose first letters are the short form's; null when there are none. */
function longForm(before: string, short: string): string | null {
  const letters = flatName(short).replace(/\d/g, '');
  if (letters.length < 2 || letters.length > 8) return null;
  const words = before.replace(/[*_`"“”'[\]]/g, ' ').trim().split(/[\s/]+/).slice(-(letters.length + 3));
  for (let count = Math.min(words.length, letters.length + 2); count >= 1; count--) {
    const tail = words.slice(-count);
    const joined = initials(nameTokens(tail.join(' ')));
    if (joined === letters || joined === flatName(short)) return tail.join(' ').replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '');
  }
  return null;
}

function initials(tokens: readonly string[]): string {
  return tokens.length < 2 ? '' : tokens.map((token) => (/^\d/.test(token) ? token : token[0]!)).join('');
}

import { isAffix } from '../names/affixes.ts';

/** What a text says a library takes the place of, or is to be replaced by. Names as they are written there. */
export interface Successions {
  readonly replaces: readonly string[];
  readonly replacedBy: readonly string[];
}

const SCANNED = 4_000;
const MOST = 12;
const NAME = String.raw`@?[a-z0-9][\w.-]*(?:\/[a-z0-9][\w.-]*)?`;
const LIST = String.raw`(?:the\s+)?(${NAME}(?:(?:\s*,\s*(?:and\s+|or\s+)?|\s+(?:and|or|&)\s+|\s*\/\s+)${NAME}){0,5})`;
/** `a drop-in replacement for x`, `alternative to x and y`, `successor of x`, `faster than x`, `fork of x`. */
const REPLACES = new RegExp(String.raw`\b(?:(?:alternatives?|replacements?|substitutes?|successors?)\s+(?:to|for|of)|replaces|supersedes|(?:faster|smaller|lighter|simpler|leaner|safer)\s+than|(?:fork|rewrite|reimplementation)\s+of)\s+${LIST}`, 'giu');
/** `deprecated in favour of x`, `use x instead`, `has been replaced by x`, `renamed to x`, `please migrate to x`. */
const REPLACED = new RegExp(String.raw`\b(?:(?:in\s+favou?r\s+of|(?:replaced|superseded|succeeded)\s+(?:by|with)|(?:renamed|moved|migrated)\s+to|(?:migrate|switch|upgrade|move)\s+to)\s+${LIST}|(?:use|try|prefer|consider)\s+(?:using\s+)?${LIST}\s+instead)`, 'giu');
/** What the maintainers say of a release they withdrew is about nothing else: there `use x` is enough. */
const WITHDRAWN = new RegExp(String.raw`\b(?:use|using|try|see|to|by|with)\s+${LIST}`, 'giu');
const MARKUP = /!?\[([^\]]*)\]\([^)]*\)|[`*"'“”]|<[^>]*>/gu;
/** Words that stand where a name could, and that registries have packages of. Verbs are not among them: `got` is a name. */
const GENERIC = new Set('the an it its this that these those them they we you your our my other others all any some each both one two most more many what which who existing version versions latest newer native built-in builtin alternative alternatives package packages module library libraries project regular standard original'.split(' '));

/** `deprecated`: the message of a withdrawn release. Whether a name is that of a library is for the caller to say. */
export function mineSuccessions(text: string, deprecated: string | null): Successions {
  const replaces = new Set<string>();
  const replacedBy = new Set<string>();
  const told = plain(text);
  collect(told, REPLACES, replaces);
  collect(told, REPLACED, replacedBy);
  if (deprecated) {
    collect(plain(deprecated), REPLACED, replacedBy);
    collect(plain(deprecated), WITHDRAWN, replacedBy);
  }
  return { replaces: [...replaces].filter((name) => !replacedBy.has(name)), replacedBy: [...replacedBy] };
}

function plain(text: string): string {
  return text.slice(0, SCANNED).replace(MARKUP, (_, label: string | undefined) => label ?? '');
}

function collect(text: string, pattern: RegExp, found: Set<string>): void {
  for (const match of text.matchAll(pattern)) {
    for (const raw of (match[1] ?? match[2] ?? '').split(/\s*(?:,|&|\/\s|\s(?:and|or)\s)\s*/iu)) {
      const name = raw.replace(/^(?:and|or)\s+/iu, '').replace(/[.\-_]+$/u, '');
      if (name.length > 1 && found.size < MOST && !ordinary(name.toLowerCase())) found.add(name);
    }
  }
}

function ordinary(name: string): boolean {
  return GENERIC.has(name) || isAffix(name) || /^v?\d[\d.x]*$/u.test(name);
}

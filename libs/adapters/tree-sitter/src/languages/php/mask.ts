const OPEN = /<\?(?:php\b|=|(?!xml\b))|<script\s+language\s*=\s*(?:"php"|'php'|php)\s*>/gi;
const CLOSE = /^(?:\?>|<\/script\s*>)/i;
/** What can hide the end of a PHP part: comments, strings, here-documents. */
const TOKEN = /\?>|<\/script\s*>|\/\/|#(?!\[)|\/\*|'|"|`|<<<[ \t]*(["']?)([A-Za-z_]\w*)\1/gi;

const blank = (text: string): string => text.replace(/[^\r\n]/g, ' ');

/**
 * The PHP of a page alone, character for character in its place. Read this way every kind of tag is understood, and a
 * function whose body goes on behind a piece of HTML stays whole.
 */
export function maskTemplate(text: string): string {
  const pieces: string[] = [];
  let at = 0;
  while (at < text.length) {
    OPEN.lastIndex = at;
    const open = OPEN.exec(text);
    if (!open) break;
    pieces.push(blank(text.slice(at, open.index + open[0].length)));
    const end = endOfPart(text, open.index + open[0].length);
    pieces.push(plainStrings(text, open.index + open[0].length, end), end.tag === '' ? '' : `;${blank(end.tag.slice(1))}`);
    at = end.start + end.tag.length;
  }
  return pieces.join('') + blank(text.slice(at));
}

interface Part {
  readonly start: number;
  readonly tag: string;
  /** Places of here-documents, whose rules of 7.3 the grammar reads wrong: it gets plain strings instead. */
  readonly documents: readonly (readonly [number, number])[];
}

function plainStrings(text: string, from: number, part: Part): string {
  const pieces: string[] = [];
  let at = from;
  for (const [start, end] of part.documents) {
    pieces.push(text.slice(at, start), "'", blank(text.slice(start + 1, end - 1)), "'");
    at = end;
  }
  return pieces.join('') + text.slice(at, part.start);
}

function endOfPart(text: string, from: number): Part {
  const documents: [number, number][] = [];
  let at = from;
  for (;;) {
    TOKEN.lastIndex = at;
    const token = TOKEN.exec(text);
    if (!token) return { start: text.length, tag: '', documents };
    const start = token.index;
    const found = token[0];
    if (CLOSE.test(found)) return { start, tag: found, documents };
    const next = start + found.length;
    if (found === '//' || found === '#') at = matchEnd(/\r\n?|\n|(?=\?>)/g, text, next);
    else if (found === '/*') at = matchEnd(/\*\//g, text, next);
    else if (token[2] !== undefined) {
      at = matchEnd(new RegExp(`[\\r\\n][ \\t]*${token[2]}\\b`, 'g'), text, next);
      documents.push([start, at]);
    }
    else at = stringEnd(text, next, found);
  }
}

function matchEnd(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from;
  const match = pattern.exec(text);
  return match ? match.index + match[0].length : text.length;
}

function stringEnd(text: string, from: number, quote: string): number {
  for (let i = from; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === quote) return i + 1;
  }
  return text.length;
}

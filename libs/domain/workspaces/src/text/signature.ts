import type { LineIndex } from './line-index.ts';

const MAX_LINES = 12;
const MAX_LENGTH = 300;
const OPEN = new Set(['(', '[']);
const CLOSE = new Set([')', ']']);

/** Declaration of a symbol up to its body, read back from the text because signatures are not stored. A display aid: one rule for all languages, no parser. */
export function signatureOf(lines: LineIndex, language: string, range: { readonly startLine: number; readonly endLine: number; readonly nameLine: number }): string | null {
  if (range.startLine > lines.count) return null;
  // Decorators and attributes stand before the line with the name; a return type may too, so only the former are left out.
  let first = range.startLine;
  while (first < range.nameLine && /^\s*(@|#\[|\[[A-Z])/.test(lines.slice(first, first))) first++;
  const text = lines.slice(first, Math.min(range.endLine, first + MAX_LINES - 1));
  const end = language === 'markdown' ? text.indexOf('\n') : bodyStart(text, language === 'python' || language === 'ruby');
  const signature = text.slice(0, end).replace(/\s+/g, ' ').trim().replace(/\s*(=>|=)$/, '');
  return signature === '' ? null : signature.slice(0, MAX_LENGTH);
}

/** Offset of the first `{`, `;`, `=>` or (Python) `:` outside brackets; else the end of the first line on which every bracket is closed. */
function bodyStart(text: string, colonOpensBody: boolean): number {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!;
    if (OPEN.has(char)) depth++;
    else if (CLOSE.has(char)) depth--;
    else if (depth > 0) continue;
    else if (char === '{' || char === ';') return i;
    else if (char === '=' && text[i + 1] === '>') return i;
    else if (colonOpensBody && char === ':') return i;
    else if (char === '\n' && !/^\s*(\{|:|->|=>|\.|where\b|extends\b|implements\b|throws\b)/.test(text.slice(i + 1))) return i;
  }
  return text.length;
}

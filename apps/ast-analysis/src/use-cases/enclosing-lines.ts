import type { LineIndex } from '@twinmcp/workspaces';

/** A line that something begins on further up is looked for this far. */
const MAX_UP = 2_000;
const MAX_LINE = 300;
/** What a declaration does not look like: comments, closing brackets, labels of a switch, branches. */
const NO_HEAD = /^\s*(?:[)\]}*#@]|\/[/*]|(?:else|elif|case|default|catch|finally|except|then)\b)/;

/**
 * The line that opens what a range lies within, found by indentation as editors do for sticky headings (any language, no
 * tree): the nearest line above that is indented less than the range and opens something, up to the outermost but one.
 * Null at the top level, and where the text has no indentation to go by. `goesOnAbove`: the lines are a part of the file, others
 * stand before them; undefined when those would have to be looked at.
 */
export function enclosingLine(lines: LineIndex, startLine: number, goesOnAbove = false): { line: number; text: string } | null | undefined {
  let depth = lines.indent(startLine);
  if (depth <= 0) return null;
  let found: { line: number; text: string } | null = null;
  let line = startLine - 1;
  for (; line >= Math.max(1, startLine - MAX_UP) && depth > 0; line--) {
    const indent = lines.indent(line);
    if (indent < 0 || indent >= depth) continue;
    depth = indent;
    const text = lines.slice(line, line).replace(/\n$/, '');
    if (NO_HEAD.test(text) || text.length > MAX_LINE) continue;
    // A function or method says most; loops and conditions within it say less, so the search goes on past them.
    found = { line, text };
    if (!/^\s*(?:if|for|foreach|while|switch|with|try|do|match|loop|unless|using|select)\b/.test(text)) return found;
  }
  return goesOnAbove && depth > 0 && line < 1 ? undefined : found;
}

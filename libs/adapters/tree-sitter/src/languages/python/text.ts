import type { Node } from '../../flat/node.ts';
import type { Outline } from '../../outline.ts';

/** The string that opens a body, without quotes and common indentation. */
export function docstring(body: Node, outline: Outline): string | null {
  let first = body.firstNamedChild;
  while (first && outline.typeOf(first) === 'comment') first = first.nextNamedSibling;
  if (!first || outline.typeOf(first) !== 'expression_statement') return null;
  const match = /^[rRuUbB]{0,2}("""|'''|"|')([^]*?)\1/.exec(outline.textOf(first).slice(0, 4_000));
  const raw = match?.[2] ?? (/^[rRuU]{0,2}("""|''')/.test(outline.textOf(first).slice(0, 5)) ? outline.textOf(first).slice(3, 2_000) : null);
  if (raw === null) return null;
  const lines = raw.split('\n').map((line) => line.trimEnd());
  const indent = Math.min(...lines.slice(1).filter((line) => line !== '').map((line) => line.length - line.trimStart().length), 80);
  const doc = [lines[0]!.trim(), ...lines.slice(1).map((line) => line.slice(indent))].join('\n').trim();
  return doc === '' ? null : doc.slice(0, 2_000);
}

import type { ContextItem } from '@twinmcp/contracts';
import type { AnswerFormat, AnswerParts, Omitted } from './model.ts';

export const markdown: AnswerFormat = {
  item(item) {
    const fence = '`'.repeat(Math.max(3, longestRun(item.text, '`') + 1));
    const body = item.text.endsWith('\n') ? item.text : `${item.text}\n`;
    return `${codeSpan(item.citation.label)}${item.symbol ? ` ${plain(item.symbol)}` : ''}${item.notes.map((note) => ` (${plain(note)})`).join('')}\n${fence}${infoString(item)}\n${body}${fence}\n`;
  },
  whole(parts, renderedItems) {
    return [...renderedItems, notes(parts)].filter((part) => part !== '').join('\n');
  },
};

/** Longer than any run inside, so that nothing in the text can close it (CommonMark, fenced code blocks and code spans). */
function codeSpan(text: string): string {
  const ticks = '`'.repeat(longestRun(text, '`') + 1);
  const pad = text.startsWith('`') || text.endsWith('`') ? ' ' : '';
  return `${ticks}${pad}${text}${pad}${ticks}`;
}

function infoString(item: ContextItem): string {
  return item.language === 'text' ? '' : item.language.replace(/[^\w+#.-]/g, '');
}

function plain(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\\`*_[\]<>]/g, (c) => `\\${c}`);
}

export function longestRun(text: string, char: string): number {
  let longest = 0;
  for (let i = 0, run = 0; i < text.length; i++) {
    run = text[i] === char ? run + 1 : 0;
    if (run > longest) longest = run;
  }
  return longest;
}

function notes(parts: AnswerParts): string {
  const lines: string[] = [];
  for (const part of parts.degraded) lines.push(`> Degraded: ${plain(part.part)}: ${plain(part.reason)}; ${plain(part.effect)}`);
  for (const hint of parts.hints) lines.push(`> Hint: ${plain(hint)}`);
  if (parts.omitted.length > 0) {
    lines.push(`Left out${parts.omittedMore > 0 ? ` (and ${parts.omittedMore} more)` : ''}; a larger budget, or asking for path:lines, brings them:`, ...parts.omitted.map((o) => `- ${codeSpan(o.label)} ${why(o)}`));
  }
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
}

function why(omitted: Omitted): string {
  if (omitted.reason === 'stale') return 'changed since it was indexed';
  if (omitted.reason === 'missing') return 'could not be read';
  if (omitted.reason === 'sent') return `unchanged, sent for question ${omitted.turn ?? ''}`.trimEnd();
  return omitted.tokens === null ? 'over the budget' : `over the budget (${omitted.tokens} tokens)`;
}

import type { AnswerFormat } from './model.ts';

/** One JSON object on one line: white space would cost tokens. */
export const json: AnswerFormat = {
  item(item) {
    return JSON.stringify({ cite: item.citation.label, language: item.language, ...(item.symbol ? { symbol: item.symbol } : {}), ...(item.truncated ? { truncated: true } : {}), ...(item.notes.length > 0 ? { notes: item.notes } : {}), text: item.text });
  },
  whole(parts, renderedItems) {
    const members = [`"items":[${renderedItems.join(',')}]`];
    if (parts.degraded.length > 0) members.push(`"degraded":${JSON.stringify(parts.degraded)}`);
    if (parts.hints.length > 0) members.push(`"hints":${JSON.stringify(parts.hints)}`);
    if (parts.omitted.length > 0) members.push(`"omitted":${JSON.stringify(parts.omitted.map((o) => ({ cite: o.label, reason: o.reason, ...(o.tokens === null ? {} : { tokens: o.tokens }) })))}`);
    if (parts.omittedMore > 0) members.push(`"omittedMore":${parts.omittedMore}`);
    return `{${members.join(',')}}\n`;
  },
};

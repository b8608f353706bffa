import type { AnswerFormat } from './model.ts';

export const xml: AnswerFormat = {
  item(item) {
    const symbol = item.symbol ? ` symbol="${attribute(item.symbol)}"` : '';
    const truncated = item.truncated ? ' truncated="true"' : '';
    const notes = item.notes.length > 0 ? ` note="${attribute(item.notes.join('; '))}"` : '';
    return `<item cite="${attribute(item.citation.label)}" language="${attribute(item.language)}"${symbol}${truncated}${notes}>${cdata(item.text)}</item>`;
  },
  whole(parts, renderedItems) {
    const lines = [
      ...renderedItems,
      ...parts.degraded.map((part) => `<degraded part="${attribute(part.part)}" effect="${attribute(part.effect)}">${escaped(part.reason)}</degraded>`),
      ...parts.hints.map((hint) => `<hint>${escaped(hint)}</hint>`),
    ];
    if (parts.omitted.length > 0) {
      const more = parts.omittedMore > 0 ? ` more="${parts.omittedMore}"` : '';
      lines.push(`<omitted${more}>`, ...parts.omitted.map((o) => `<place cite="${attribute(o.label)}" reason="${o.reason}"${o.tokens === null ? '' : ` tokens="${o.tokens}"`}/>`), '</omitted>');
    }
    return `<context>\n${lines.join('\n')}\n</context>\n`;
  },
};

/** `]]>` cannot stand inside a CDATA section: the section is closed before its `>` and a new one opened. */
function cdata(text: string): string {
  return `<![CDATA[${allowed(text).replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;
}

function escaped(text: string): string {
  return allowed(text).replace(/[&<>]/g, (c) => (c === '&' ? '&amp;' : c === '<' ? '&lt;' : '&gt;'));
}

function attribute(text: string): string {
  return escaped(text).replace(/["\n\r\t]/g, (c) => (c === '"' ? '&quot;' : `&#${c.charCodeAt(0)};`));
}

/** XML 1.0 has no way to write most control characters, U+FFFE, U+FFFF or half a surrogate pair: each becomes U+FFFD. A bare CR would be read as LF. */
function allowed(text: string): string {
  return text.toWellFormed().replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd');
}

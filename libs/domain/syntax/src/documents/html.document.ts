import type { DocumentLanguage } from './document-language.ts';

/** Headings with their text, elements with an id, and what scripts and links bring in. */
export const html: DocumentLanguage = {
  languages: ['html'],
  hidden: /<!--(?:[^]*?-->|[^]*$)/g,
  scan(text, outline) {
    for (const match of text.masked.matchAll(/<(h[1-6])\b[^>]{0,300}>([^]{0,500}?)<\/\1\s*>|<(?:script|link|img|iframe)\b[^>]{0,300}?\b(?:src|href)\s*=\s*["']([^"']+)["']|<[a-z][\w-]*\b[^>]{0,300}?\sid\s*=\s*["']([^"'\n]+)["']/gi)) {
      const [whole, heading, content, source, id] = match;
      if (source !== undefined) {
        if (/^<(?:script|link)/i.test(whole)) outline.imports.push({ module: source, kind: 'include', bindings: [], line: text.rowOf(match.index) + 1 });
        continue;
      }
      const name = heading ? content!.replace(/<[^>]*>/g, '').replace(/\s+/g, ' ').trim().slice(0, 200) : id!;
      const found = text.text.indexOf(heading ? (content!.replace(/<[^>]*>/g, '\0').split('\0').find((part) => part.trim() !== '') ?? name).trim() : name, match.index);
      if (!text.declare({ kind: heading ? 'heading' : 'key', name, nameIndex: found < 0 ? match.index : found, start: match.index, end: match.index + whole.length, headEnd: match.index + whole.length, modifiers: [heading ? heading.toLowerCase() : 'id'] }, outline)) return;
    }
  },
};

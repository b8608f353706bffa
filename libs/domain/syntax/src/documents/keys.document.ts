import type { DocumentLanguage } from './document-language.ts';

/** The keys of the outermost object. */
export const json: DocumentLanguage = {
  languages: ['json'],
  hidden: /(?!)/g, // its keys are strings
  scan(text, outline) {
    const token = /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|\/\/[^\n]*|\/\*(?:[^]*?\*\/|[^]*$)|[{}[\],:]|[\p{L}\p{N}_$.+-]+/gu;
    let depth = 0;
    let key: { name: string; nameIndex: number; start: number } | null = null;
    let end = 0;
    for (const { 0: found, index } of text.text.matchAll(token)) {
      if (found.startsWith('/')) continue;
      if (depth === 0 && found !== '{') return; // no object
      if (depth === 1 && key && (found === ',' || found === '}')) {
        if (!text.declare({ kind: 'key', ...key, end }, outline)) return;
        key = null;
      } else if (depth === 1 && !key && !/^[{}[\],:]$/.test(found)) {
        const quoted = /^["']/.test(found);
        key = { name: quoted ? found.slice(1, -1) : found, nameIndex: index + (quoted ? 1 : 0), start: index };
      }
      if (found === '{' || found === '[') depth++;
      else if ((found === '}' || found === ']') && --depth === 0) return;
      end = index + found.length;
    }
  },
};

/** Keys without indentation; what is indented below belongs to them. */
export const yaml: DocumentLanguage = {
  languages: ['yaml'],
  hidden: /(?<=^|\s)#[^\n]*/g,
  scan(text, outline) {
    const rows: { row: number; name: string; column: number }[] = [];
    for (let row = 0; row < text.lineCount; row++) {
      const match = /^(["']?)([^\s#&*!|>%@`{}[\],"'-][^:#\n]*?|-[^\s:#][^:#\n]*?|[^"'\n]{1,200})\1\s*:(?:\s|$)/.exec(text.maskedLine(row).slice(0, 1_000));
      if (match && !/^[\s#{[-]/.test(match[0])) rows.push({ row, name: match[2]!, column: match[1]!.length });
    }
    for (const [index, { row, name, column }] of rows.entries()) {
      let last = (rows[index + 1]?.row ?? text.lineCount) - 1;
      while (last > row && (text.maskedLine(last).trim() === '' || /^(?:---|\.\.\.)/.test(text.maskedLine(last)))) last--;
      if (!text.declare({ kind: 'key', name, nameIndex: text.startOf(row) + column, start: text.startOf(row), end: text.startOf(last) + text.line(last).length }, outline)) return;
    }
  },
};

/** Tables, and the keys before the first of them. */
export const toml: DocumentLanguage = {
  languages: ['toml'],
  hidden: /=[ \t]*(?:"""(?:[^]*?"""|[^]*$)|'''(?:[^]*?'''|[^]*$)|"(?:[^"\\\n]|\\.)*"|'[^'\n]*')|#[^\n]*/g,
  scan(text, outline) {
    const rows: { row: number; name: string; column: number }[] = [];
    let inTable = false;
    for (let row = 0; row < text.lineCount; row++) {
      const line = text.maskedLine(row).slice(0, 1_000);
      const table = /^\s*\[\[?\s*([^\]]+?)\s*\]\]?\s*$/.exec(line);
      const key = table || inTable ? null : /^\s*("[^"]+"|'[^']+'|[\w.-]+)\s*(?==|\s*$)/.exec(line);
      if (table) inTable = true;
      const name = table?.[1] ?? (key && text.line(row).includes('=') ? key[1] : undefined);
      if (name) rows.push({ row, name: name.replace(/^["']|["']$/g, ''), column: line.indexOf(name) + (/^["']/.test(name) ? 1 : 0) });
    }
    for (const [index, { row, name, column }] of rows.entries()) {
      let last = (rows[index + 1]?.row ?? text.lineCount) - 1;
      while (last > row && (text.line(last).trim() === '' || /^\s*#/.test(text.line(last)))) last--;
      if (!text.declare({ kind: 'key', name, nameIndex: text.startOf(row) + column, start: text.startOf(row), end: text.startOf(last) + text.line(last).length }, outline)) return;
    }
  },
};

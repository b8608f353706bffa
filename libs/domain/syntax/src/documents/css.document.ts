import type { DocumentLanguage, DocumentOutline } from './document-language.ts';
import type { DocumentText } from './document-text.ts';

const MAX_SELECTOR = 2_000;

/** Selectors, custom properties, variables, mixins, functions and keyframes of CSS and its dialects. */
export const css: DocumentLanguage = {
  languages: ['css', 'scss', 'less'],
  hidden: /\/\*(?:[^]*?\*\/|[^]*$)|(?<=^|[\s;{}])\/\/[^\n]*|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|url\([^)\n]*\)/g,
  scan(text, outline) {
    for (const match of text.text.matchAll(/^[ \t]*@(?:import|use|forward)\s+(?:url\(\s*)?["']?([^"')\s;]+)/gm)) outline.imports.push({ module: match[1]!, kind: 'import', bindings: [], line: text.rowOf(match.index) + 1 });
    let start = 0;
    const open: number[] = [];
    const keyframes: boolean[] = [];
    for (const match of text.masked.matchAll(/#\{[^}\n]*\}|[{};]/g)) {
      if (match[0].startsWith('#{')) continue; // interpolation
      if (match[0] === '{') {
        const kept = keyframes.at(-1) ? 'keyframes' : opened(text, outline, start, match.index);
        if (kept === 'full') return;
        open.push(match.index);
        keyframes.push(kept === 'keyframes');
      } else {
        if (!variable(text, outline, start, match.index)) return;
        if (match[0] === '}') {
          open.pop();
          keyframes.pop();
        }
      }
      start = match.index + 1;
    }
    variable(text, outline, start, text.text.length);
  },
};

function opened(text: DocumentText, outline: DocumentOutline, from: number, brace: number): 'full' | 'keyframes' | 'rule' {
  const prelude = text.masked.slice(from, brace);
  const lead = prelude.length - prelude.trimStart().length;
  const start = from + lead;
  const head = text.text.slice(start, brace).trim();
  const end = text.closeOf(brace) + 1;
  const at = /^@(-[a-z]+-)?(mixin|function|keyframes|property|counter-style|layer|container|font-face)\b\s*(--[\w-]+|[\w-]*)/.exec(head);
  if (at) {
    const name = at[3]!;
    const kind = at[2] === 'mixin' || at[2] === 'function' ? 'function' : 'key';
    if (name !== '' && !text.declare({ kind, name, nameIndex: start + at[0].length - name.length, start, end, headEnd: brace, modifiers: [at[2]!] }, outline)) return 'full';
    return at[2] === 'keyframes' ? 'keyframes' : 'rule';
  }
  if (head === '' || head.startsWith('@') || head.length > MAX_SELECTOR) return 'rule';
  for (const part of selectors(head)) {
    if (!text.declare({ kind: 'key', name: part.text, nameIndex: start + part.index, start, end, headEnd: brace, modifiers: ['selector'] }, outline)) return 'full';
  }
  return 'rule';
}

/** `a, b:is(c, d)` → `a` and `b:is(c, d)`; spaces as one. */
function selectors(head: string): { text: string; index: number }[] {
  const parts: { text: string; index: number }[] = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i <= head.length; i++) {
    const char = head[i];
    if (char === '(' || char === '[') depth++;
    else if (char === ')' || char === ']') depth--;
    else if (i === head.length || (char === ',' && depth <= 0)) {
      const raw = head.slice(start, i).replace(/\/\*[^]*?\*\//g, (comment) => ' '.repeat(comment.length));
      const name = raw.trim().replace(/\s+/g, ' ');
      if (name !== '') parts.push({ text: name, index: start + raw.length - raw.trimStart().length });
      start = i + 1;
    }
  }
  return parts;
}

/** `--color: red`, `$color: red`, `@color: red`. */
function variable(text: DocumentText, outline: DocumentOutline, from: number, end: number): boolean {
  const match = /^\s*(--[\w-]+|[$@][\w-]+)\s*:/.exec(text.masked.slice(from, Math.min(end, from + 500)));
  if (!match) return true;
  const marked = match[1]!;
  const nameIndex = from + match[0].indexOf(marked);
  const name = marked.startsWith('--') ? marked : marked.slice(1);
  return text.declare({ kind: 'variable', name, nameIndex: nameIndex + marked.length - name.length, start: nameIndex, end }, outline);
}

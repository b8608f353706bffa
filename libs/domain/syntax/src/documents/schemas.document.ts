import type { CodeSymbol } from '../model.ts';
import type { DocumentLanguage, DocumentOutline } from './document-language.ts';
import type { DocumentText } from './document-text.ts';

type Kind = CodeSymbol['kind'];

/** The lines directly inside a pair of brackets that `pattern` finds a name in. */
function members(text: DocumentText, outline: DocumentOutline, open: number, pattern: RegExp, kind: Kind, container: string): void {
  const close = text.closeOf(open);
  const line = new RegExp(pattern.source, 'gm');
  line.lastIndex = open + 1;
  for (let match = line.exec(text.masked); match && match.index < close; match = line.exec(text.masked)) {
    const name = match[1] ?? '';
    const nameIndex = match.index + match[0].lastIndexOf(name);
    const inner = /[{(]/.exec(text.masked.slice(nameIndex, text.startOf(text.rowOf(nameIndex) + 1)));
    const end = inner ? Math.min(close, text.closeOf(nameIndex + inner.index) + 1) : close;
    const lineEnd = Math.min(close, nameIndex + (/\r?\n|$/.exec(text.text.slice(nameIndex))?.index ?? 0));
    if (!text.declare({ kind, name, nameIndex, start: nameIndex, end: Math.max(inner ? end : 0, lineEnd), headEnd: Math.max(inner && text.masked[nameIndex + inner.index] === '(' ? end : 0, lineEnd), container }, outline)) return;
    line.lastIndex = Math.max(line.lastIndex, inner ? end : lineEnd);
  }
}

const PRISMA: Readonly<Record<string, Kind>> = { model: 'class', view: 'class', type: 'type', enum: 'enum', datasource: 'key', generator: 'key' };

export const prisma: DocumentLanguage = {
  languages: ['prisma'],
  hidden: /\/\/[^\n]*|"(?:[^"\\\n]|\\.)*"/g,
  scan(text, outline) {
    for (const match of text.masked.matchAll(/^[ \t]*(model|view|type|enum|datasource|generator)[ \t]+(\w+)[ \t]*\{/gm)) {
      const open = match.index + match[0].length - 1;
      const name = match[2]!;
      const start = match.index + match[0].length - match[0].trimStart().length;
      if (!text.declare({ kind: PRISMA[match[1]!]!, name, nameIndex: text.masked.indexOf(name, start + match[1]!.length), start, end: text.closeOf(open) + 1, headEnd: open, modifiers: [match[1]!] }, outline)) return;
      if (match[1] === 'enum') members(text, outline, open, /^[ \t]*([A-Za-z]\w*)/, 'enum-member', name);
      else if (PRISMA[match[1]!] !== 'key') members(text, outline, open, /^[ \t]*([A-Za-z]\w*)[ \t]+\w/, 'field', name);
    }
  },
};

const GRAPHQL: Readonly<Record<string, Kind>> = { type: 'class', interface: 'interface', input: 'class', enum: 'enum', union: 'type', scalar: 'type', directive: 'function', fragment: 'function', query: 'function', mutation: 'function', subscription: 'function' };

export const graphql: DocumentLanguage = {
  languages: ['graphql'],
  hidden: /#[^\n]*|"""(?:[^]*?"""|[^]*$)|"(?:[^"\\\n]|\\.)*"/g,
  scan(text, outline) {
    for (const match of text.masked.matchAll(/^[ \t]*(extend[ \t]+)?(type|interface|input|enum|union|scalar|directive|fragment|query|mutation|subscription)[ \t]+@?([A-Za-z_]\w*)([^\n{]*)(\{?)/gm)) {
      const [whole, extend, word, name, , brace] = match;
      const start = match.index + whole.length - whole.trimStart().length;
      const open = brace ? match.index + whole.length - 1 : -1;
      if (!text.declare({ kind: GRAPHQL[word!]!, name: name!, nameIndex: text.masked.indexOf(name!, start + (extend?.length ?? 0) + word!.length), start, end: open >= 0 ? text.closeOf(open) + 1 : start + whole.trim().length, headEnd: open >= 0 ? open : undefined, modifiers: extend ? ['extend', word!] : [word!] }, outline)) return;
      if (open < 0) continue;
      if (word === 'enum') members(text, outline, open, /^[ \t]*([A-Za-z_]\w*)/, 'enum-member', name!);
      else if (word === 'type' || word === 'interface' || word === 'input') members(text, outline, open, /^[ \t]*([A-Za-z_]\w*)[ \t]*(?=[(:])/, 'field', name!);
    }
  },
};

/** Messages within messages beyond this belong to the last of them. */
const MAX_NESTING = 50;

const PROTOBUF: Readonly<Record<string, Kind>> = { message: 'class', enum: 'enum', service: 'interface', extend: 'class', oneof: 'type' };

export const protobuf: DocumentLanguage = {
  languages: ['protobuf'],
  hidden: /\/\/[^\n]*|\/\*(?:[^]*?\*\/|[^]*$)|"(?:[^"\\\n]|\\.)*"/g,
  scan(text, outline) {
    for (const match of text.text.matchAll(/^[ \t]*import[ \t]+(?:public[ \t]+|weak[ \t]+)?"([^"\n]+)"/gm)) outline.imports.push({ module: match[1]!, kind: 'import', bindings: [], line: text.rowOf(match.index) + 1 });
    const open: { name: string; end: number; word: string }[] = [];
    const statement = /\b(message|enum|service|extend|oneof)[ \t]+([\w.]+)\s*\{|\brpc[ \t]+(\w+)|^[ \t]*(?:(?:optional|required|repeated)[ \t]+)?(?:map[ \t]*<[^>\n]*>|[\w.]+)[ \t]+(\w+)[ \t]*=[ \t]*\d+|^[ \t]*([A-Za-z_]\w*)[ \t]*=[ \t]*-?(?:0x)?\d+/gm;
    for (const match of text.masked.matchAll(statement)) {
      while (open.length > 0 && open[open.length - 1]!.end < match.index) open.pop();
      const around = open[open.length - 1];
      const container = around?.name ?? null;
      const start = match.index + match[0].length - match[0].trimStart().length;
      const name = match[2] ?? match[3] ?? match[4] ?? match[5]!;
      const nameIndex = match.index + match[0].lastIndexOf(name);
      if (match[1]) {
        const brace = match.index + match[0].length - 1;
        const end = text.closeOf(brace);
        if (!text.declare({ kind: PROTOBUF[match[1]]!, name, nameIndex, start, end: end + 1, headEnd: brace, container, modifiers: [match[1]] }, outline)) return;
        if (open.length < MAX_NESTING) open.push({ name: container === null ? name : `${container}.${name}`, end, word: match[1] });
      } else if (around) {
        if (match[5] !== undefined && around.word !== 'enum') continue;
        const stop = start + (/[;{]|$/.exec(text.masked.slice(start, start + 2_000))?.index ?? 0);
        if (!text.declare({ kind: match[3] ? 'method' : match[5] ? 'enum-member' : 'field', name, nameIndex, start, end: text.masked[stop] === '{' ? text.closeOf(stop) + 1 : stop, headEnd: stop, container }, outline)) return;
      }
    }
  },
};

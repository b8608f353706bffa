import type { CodeSymbol } from '../model.ts';
import type { DocumentLanguage } from './document-language.ts';
import type { DocumentText } from './document-text.ts';
import { columnsOf, selectedColumns, unquote, type Column } from './sql-columns.ts';

const NAME = String.raw`(?:"[^"\n]+"|\x60[^\x60\n]+\x60|\[[^\]\n]+\]|[\p{L}_@#$][\p{L}\p{N}_$#@-]*)`;
const QUALIFIED = String.raw`${NAME}(?:\s*\.\s*${NAME})*`;
const MODIFIERS = String.raw`(?:or\s+replace|or\s+alter|global|local|temp|temporary|unlogged|unique|clustered|nonclustered|materialized|external|virtual|recursive|foreign|aggregate|editionable|noneditionable|force|constraint|transient|definer\s*=\s*\S+|sql\s+security\s+\w+|algorithm\s*=\s*\w+|fulltext|spatial|bitmap|public)`;
const CREATE = new RegExp(String.raw`\bcreate\s+(?:${MODIFIERS}\s+)*(table|view|function|procedure|proc|index|trigger|type|domain|schema|database|sequence|package\s+body|package|event|policy|role|synonym|extension)\s+(?:concurrently\s+)?(?:if\s+not\s+exists\s+)?(?:authorization\s+)?(${QUALIFIED})`, 'giu');
const ROUTINE = new RegExp(String.raw`^[ \t]*(procedure|function|type|cursor|subtype)\s+(${NAME})`, 'gimu');
const VARIABLE = new RegExp(String.raw`^\s*(?!(?:cursor|type|procedure|function|pragma|declare)\b)(${NAME})\s+\S`, 'iu');
const KINDS: Readonly<Record<string, CodeSymbol['kind']>> = { table: 'class', view: 'class', function: 'function', procedure: 'function', proc: 'function', trigger: 'function', event: 'function', type: 'type', domain: 'type', schema: 'namespace', database: 'namespace', package: 'module', 'package body': 'module', sequence: 'variable' };
const BODY = /\b(?:begin|is|as)\b/i;

/** What a script creates, with the columns of its tables. */
export const sql: DocumentLanguage = {
  languages: ['sql'],
  hidden: /--[^\n]*|\/\*(?:[^]*?\*\/|[^]*$)|(?<=^|\n)[ \t]*rem(?:ark)?\b[^\n]*|'(?:[^'\\]|''|\\.)*'|(\$\w*\$)(?:[^]*?\1|[^]*$)/gi,
  scan(text, outline) {
    const created = [...text.masked.matchAll(CREATE)];
    for (const [index, match] of created.entries()) {
      const word = match[1]!.toLowerCase().replace(/\s+/g, ' ');
      const parts = match[2]!.split(/\s*\.\s*(?=["\x60[\p{L}_@#$])/u);
      const last = parts.at(-1)!;
      const name = unquote(last);
      const afterName = match.index + match[0].length;
      const limit = created[index + 1]?.index ?? text.text.length;
      const end = statementEnd(text, word, afterName, limit);
      const open = /^\s*\(/.exec(text.masked.slice(afterName, limit));
      if (!text.declare({ kind: KINDS[word] ?? 'key', name, nameIndex: afterName - last.length + (last === name ? 0 : 1), start: match.index, end, headEnd: open ? Math.min(end, word === 'table' ? afterName : text.closeOf(afterName + open[0].length - 1) + 1) : undefined, modifiers: [word] }, outline)) return;
      const columns: Column[] = word === 'table' ? [...columnsOf(text, afterName, end), ...selectedColumns(text, afterName, end)] : [];
      for (const column of columns) if (!text.declare({ kind: 'field', name: column.name, nameIndex: column.index, start: column.start, end: column.end, headEnd: column.end, container: name }, outline)) return;
      if (word.startsWith('package')) {
        for (const inner of text.masked.slice(afterName, end).matchAll(ROUTINE)) {
          const at = afterName + inner.index;
          const routine = inner[1]!.toLowerCase();
          const stop = text.masked.slice(at, end).search(/;|\b(?:is|as)\b/i);
          if (routine !== 'type' && routine !== 'subtype' && (stop < 0 || text.masked[at + stop] === ';')) continue; // declared here, defined in the body
          const start = at + inner[0].length - inner[0].trimStart().length;
          if (!text.declare({ kind: routine === 'type' || routine === 'subtype' ? 'type' : 'function', name: unquote(inner[2]!), nameIndex: at + inner[0].length - inner[2]!.length, start, end: routineEnd(text, at, end), headEnd: at + Math.max(stop, 0), container: name, modifiers: [routine] }, outline)) return;
        }
      }
    }
    for (const variable of declaredVariables(text)) if (!text.declare({ kind: 'variable', name: variable.name, nameIndex: variable.index, start: variable.start, end: variable.end, headEnd: variable.end, exported: false }, outline)) return;
  },
};

/** A plain statement ends at its semicolon, one with a body at `/` or `GO` on a line of their own, or before the next one. */
function statementEnd(text: DocumentText, word: string, from: number, limit: number): number {
  const rest = text.masked.slice(from, limit);
  const semicolon = rest.indexOf(';');
  const withBody = /^(?:function|procedure|proc|trigger|event|package)/.test(word) && (semicolon < 0 || /\bbegin\b/i.test(rest.slice(0, semicolon)) || word.startsWith('package') || (BODY.test(rest.slice(0, semicolon)) && /\bbegin\b/i.test(rest)));
  if (!withBody && semicolon >= 0) return from + semicolon + 1;
  const mark = /^[ \t]*(?:\/|go)[ \t]*\r?$/im.exec(rest);
  const end = mark ? mark.index : rest.length;
  return from + rest.slice(0, end).trimEnd().length;
}

function routineEnd(text: DocumentText, from: number, limit: number): number {
  const rest = text.masked.slice(from + 1, limit);
  const next = rest.search(/^[ \t]*(?:procedure|function)\s/im);
  return from + 1 + (next < 0 ? rest : rest.slice(0, next)).trimEnd().length;
}

/** `DECLARE` of a script, before its `BEGIN`. */
function declaredVariables(text: DocumentText): Column[] {
  const found: Column[] = [];
  const words = [...text.masked.matchAll(/^[ \t]*(declare|begin)\b/gim)];
  for (const [index, word] of words.entries()) {
    const next = words[index + 1];
    if (word[1]!.toLowerCase() !== 'declare' || next?.[1]!.toLowerCase() !== 'begin') continue;
    let at = word.index + word[0].length;
    for (const statement of text.masked.slice(at, next.index).split(';')) {
      const match = VARIABLE.exec(statement);
      if (match) {
        const start = at + match[0].length - match[0].trimStart().length;
        found.push({ name: unquote(match[1]!), index: start + (match[1] === unquote(match[1]!) ? 0 : 1), start, end: at + statement.trimEnd().length });
      }
      at += statement.length + 1;
    }
  }
  return found;
}

import { macroCalls, type MadeByMacro } from './macro-calls.ts';

const made = new Map<string, readonly MadeByMacro[]>();
const blank = (text: string): string => text.replace(/[^\r\n]/g, ' ');

/** What macro calls declare in this text; remembered from masking it just before. */
export const madeByMacros = (text: string): readonly MadeByMacro[] => made.get(text) ?? macroCalls(text);

/**
 * The same text, character for character, without what only a preprocessor understands: calls that stand for
 * declarations, `PyAPI_FUNC(int) f(void)`, `class EXPORT_API Part {`, `typeof(x)`.
 */
export function maskC(text: string): string {
  const calls = macroCalls(text);
  made.clear(); // one text at a time: a thread works on one file
  made.set(text, calls);
  let masked = text;
  if (calls.length > 0) {
    const pieces: string[] = [];
    let at = 0;
    for (const call of calls) {
      if (call.start < at) continue;
      const end = call.kind === 'function' && call.end > call.headEnd ? call.headEnd : Math.max(call.headEnd, call.end);
      pieces.push(text.slice(at, call.start), blank(text.slice(call.start, end)));
      at = end;
    }
    masked = pieces.join('') + text.slice(at);
  }
  return masked
    .replace(/^((?:[a-z]+[ \t]+)*)([A-Z][A-Za-z0-9]*_[A-Z_0-9]+|[A-Z][A-Z0-9_]+)\(([\w \t*:&<>]{1,200})\)(?=[ \t]+\**[A-Za-z_]\w*\s*[;=([])/gm, (_, words: string, name: string, type: string) => `${words}${blank(name)} ${type} `)
    .replace(/\b(class|struct|union)([ \t]+)([A-Z][A-Z0-9_]{3,}(?:\([^()\n]{0,200}\))?)(?=[ \t]+[A-Za-z_]\w*[ \t]*(?:final[ \t]*)?[:{\n])/g, (_, word: string, gap: string, macro: string) => word + gap + blank(macro))
    .replace(/\b(?:__typeof__|__typeof|typeof)[ \t]*\([\w \t.*&]{1,200}\)/g, (match) => `int${' '.repeat(match.length - 3)}`);
}

/** Words of C++20 modules that the grammar does not know. */
export function maskCpp(text: string): string {
  return maskC(text)
    .replace(/^([ \t]*)export(?=[ \t]+\w|[ \t]*\{)/gm, '$1      ')
    .replace(/^[ \t]*Q_(?:OBJECT|GADGET|NAMESPACE)[ \t]*$/gm, blank);
}

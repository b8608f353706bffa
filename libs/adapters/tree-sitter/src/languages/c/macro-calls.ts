import { closingBrace, closingParenthesis, splitArguments } from './balanced.ts';

/** What a macro call at the start of a line declares; positions are indexes into the text. */
export interface MadeByMacro {
  readonly kind: 'function' | 'variable';
  readonly name: string;
  readonly container: string | null;
  readonly nameIndex: number;
  readonly nameEnd: number;
  readonly start: number;
  /** Where the call ends: what comes after it is a body. */
  readonly headEnd: number;
  readonly end: number;
}

interface Macro {
  readonly parameters: readonly string[];
  readonly body: string;
}

const DEFINE = /^[ \t]*#[ \t]*define[ \t]+([A-Za-z_]\w*)\(([^()\n]{0,500})\)((?:[^\n\\]|\\[^])*)/gm;
const CALL = /^([ \t]*)([A-Za-z_]\w*)[ \t]*\(/gm;
const TEST_MACRO = /^(?:TYPED_)?TEST(?:_[FPS])?$/;
const MAX_MACROS = 2_000;
const MAX_BODY = 4_000;
const MAX_CALLS = 20_000;

/**
 * Calls of macros where declarations stand: `LIST_OF(item, items);` whose definition in the same file says what it
 * declares, and `SYSCALL_DEFINE1(close, …) {` or `TEST(Suite, Name) {`, which can only be functions.
 */
export function macroCalls(text: string): MadeByMacro[] {
  const made: MadeByMacro[] = [];
  const macros = macrosOf(text);
  let calls = 0;
  for (const match of text.matchAll(CALL)) {
    const name = match[2]!;
    const macro = macros.get(name);
    const loud = /^[A-Z][A-Z0-9_]{2,}$/.test(name);
    if ((!macro && !loud) || ++calls > MAX_CALLS) continue;
    const start = match.index + match[1]!.length;
    const open = match.index + match[0].length - 1;
    const close = closingParenthesis(text, open);
    if (close < 0) continue;
    const next = /\S/.exec(text.slice(close + 1, close + 200));
    const after = next ? close + 1 + next.index : close + 1;
    if (next?.[0] === '{' && loud) pushFunction(made, name, text, start, open, close, after);
    else if (macro && (next?.[0] === ';' || match[1] !== '' || macro.body.trimEnd().endsWith(';'))) made.push(...expand(macro, text, start, open, close, next?.[0] === ';' ? after + 1 : close + 1));
  }
  return made;
}

function macrosOf(text: string): Map<string, Macro> {
  const macros = new Map<string, Macro>();
  if (!text.includes('define')) return macros;
  for (const [, name, parameters, body] of text.matchAll(DEFINE)) {
    if (macros.size >= MAX_MACROS || body!.length > MAX_BODY) continue;
    macros.set(name!, { parameters: parameters!.split(',').map((parameter) => parameter.trim()), body: body!.replace(/\\\r?\n/g, ' ').replace(/\/\*.*?\*\//g, ' ').trim() });
  }
  return macros;
}

function pushFunction(made: MadeByMacro[], macro: string, text: string, start: number, open: number, close: number, brace: number): void {
  const parts = splitArguments(text, open, close);
  const test = TEST_MACRO.test(macro) && parts.length > 1;
  const part = parts[test ? 1 : 0];
  if (!part || !/^[A-Za-z_]\w*$/.test(part.text)) return;
  made.push({ kind: 'function', name: part.text, container: test ? parts[0]!.text : null, nameIndex: part.index, nameEnd: part.index + part.text.length, start, headEnd: close + 1, end: closingBrace(text, brace) + 1 });
}

/** The declarations in the replacement text; a name that came in as an argument stands where the argument does. */
function expand(macro: Macro, text: string, start: number, open: number, close: number, end: number): MadeByMacro[] {
  const parts = splitArguments(text, open, close);
  const made: MadeByMacro[] = [];
  for (const statement of macro.body.split(';')) {
    const declared = /^\s*(?!return\b|goto\b|case\b|do\b|if\b|while\b|else\b|typedef\b)(?:[A-Za-z_]\w*[\s*]+)+([A-Za-z_]\w*)\s*(\([^()]*\)\s*\{?|(?:\[[^\]]*\]\s*)*(?:=[^]*)?)$/.exec(statement.slice(0, 500));
    if (!declared) continue;
    const at = macro.parameters.indexOf(declared[1]!);
    const part = at >= 0 ? parts[at] : undefined;
    if (at >= 0 && (!part || !/^[A-Za-z_]\w*$/.test(part.text))) continue;
    const name = part?.text ?? declared[1]!;
    const nameIndex = part?.index ?? start;
    made.push({ kind: declared[2]!.startsWith('(') ? 'function' : 'variable', name, container: null, nameIndex, nameEnd: part ? nameIndex + name.length : nameIndex + 1, start, headEnd: close + 1, end });
  }
  return made;
}

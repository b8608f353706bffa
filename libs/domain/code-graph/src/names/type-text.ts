/** Types around another one whose members are used as if it were bare: smart pointers, and TypeScript's mapped types. */
const TRANSPARENT = /^(?:Readonly|Partial|Required|Pick|Omit|NonNullable|Awaited|InstanceType|Box|Rc|Arc|RefMut|Ref|MutexGuard|Cow|std\.shared_ptr|std\.unique_ptr|shared_ptr|unique_ptr|Optional|typing\.Optional|Annotated|Final|ClassVar|Type|type|const|weak|Lazy)$/;
const NOTHING = new Set(['null', 'undefined', 'None', 'void', 'never', 'nil', 'NoneType', 'false', 'true']);
const MAX_PARTS = 4;

/** Names of the types whose members a value of this type has, as the text writes them: `Server | null` → `Server`, `*http.Client` → `http.Client`. Empty for arrays, functions, literals. */
export function memberTypes(text: string, depth = 0): string[] {
  const type = text.trim().replace(/^(?:["'])(.*)(?:["'])$/, '$1').replace(/^(?:asserts\s+\w+\s+is\s+|typeof\s+|keyof\s+|readonly\s+|unique\s+|const\s+|volatile\s+|struct\s+|enum\s+|class\s+|dyn\s+|impl\s+|mut\s+|&\s*(?:'\w+\s+)?(?:mut\s+)?|\*+|\?|\\|::)+/, '').trim();
  if (type === '' || depth > 4) return [];
  const parts = split(type);
  if (parts.length > 1) return parts.slice(0, MAX_PARTS).flatMap((part) => memberTypes(part, depth + 1));
  if (type.startsWith('(') && type.endsWith(')') && !type.includes('=>')) return memberTypes(type.slice(1, -1), depth + 1);
  const match = /^([\p{L}_$][\p{L}\p{N}_$]*(?:(?:\.|::|\\)[\p{L}_$][\p{L}\p{N}_$]*)*)\s*(?:[<[]([\s\S]*)[>\]])?\s*([*&?!]*)$/u.exec(type);
  if (!match) return [];
  const name = match[1]!.replace(/::|\\/g, '.');
  if (NOTHING.has(name)) return [];
  const inner = match[2];
  if (inner === '') return []; // T[]
  if (inner !== undefined && TRANSPARENT.test(name)) return memberTypes(split(inner, ',')[0] ?? '', depth + 1);
  return [name];
}

/** At the top level only: not inside brackets. */
function split(text: string, by = '|&'): string[] {
  if (![...by].some((c) => text.includes(c))) return [text];
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text[i]!;
    if ('<([{'.includes(c)) depth++;
    else if ('])}'.includes(c) || (c === '>' && text[i - 1] !== '=' && text[i - 1] !== '-')) depth--;
    else if (depth === 0 && by.includes(c)) {
      parts.push(text.slice(start, i));
      start = i + 1;
    }
  }
  parts.push(text.slice(start));
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}

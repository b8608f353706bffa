const MAX_TYPE = 128;

/** A type as written, on one line, without the mark before it; null when there is none or it is too long to be looked up. */
export function typeText(text: string): string | null {
  if (text.length > 4 * MAX_TYPE) return null;
  const plain = text.replace(/^\s*(?::|->)\s*/, '').replace(/\s+/g, ' ').trim();
  return plain === '' || plain.length > MAX_TYPE ? null : plain;
}

const EMPTY = new Set(['null', 'undefined', 'None', 'void', 'nil', 'Null', 'never']);
const PLAIN = /^[\p{L}_$@][\p{L}\p{N}_$]*(?:(?:\.|::|\\)[\p{L}_$][\p{L}\p{N}_$]*)*$/u;
const known = new Map<string, string | null>();

/** The one type whose members a value has: `readonly Store<T> | null` → `Store`, `*http.Server` → `http.Server`; null for lists, unions, functions. */
export function baseType(text: string): string | null {
  let base = known.get(text);
  if (base === undefined) {
    base = simplify(text);
    if (known.size > 20_000) known.clear();
    known.set(text, base);
  }
  return base;
}

function simplify(text: string): string | null {
  let type = text.trim();
  const parts = splitTop(type, '|').map((part) => part.trim()).filter((part) => !EMPTY.has(part));
  if (parts.length !== 1) return null;
  type = parts[0]!;
  type = /^(["'])(.*)\1$/.exec(type)?.[2] ?? type;
  for (let before = ''; before !== type; ) {
    before = type;
    type = type.replace(/^(?:readonly|const|mut|final|volatile|struct|class|enum|dyn|impl|inout|unowned|weak)\s+|^[*&?\s]+|^'\w+\s+|[*&?!\s]+$/, '').replace(/^\((.*)\)$/s, '$1');
  }
  const wrapped = /^(?:Optional|typing\.Optional|Readonly|Required|Partial|Final|ClassVar|Annotated|Box|Rc|Arc|Ref|(?:std::)?(?:unique_ptr|shared_ptr|weak_ptr|optional))[[<](.*)[\]>]$/s.exec(type);
  if (wrapped) return simplify(splitTop(wrapped[1]!, ',')[0]!);
  const cut = type.search(/[<[]/);
  if (cut >= 0) type = /[>\]]$/.test(type) && !/\[\s*\d*\s*\]$/.test(type) ? type.slice(0, cut).trim() : '';
  return PLAIN.test(type) ? type : null;
}

/** Cuts at a mark that stands in no brackets. */
function splitTop(text: string, mark: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!;
    if ('([{<'.includes(char)) depth++;
    else if (')]}'.includes(char) || (char === '>' && text[i - 1] !== '=' && text[i - 1] !== '-')) depth--;
    else if (char === mark && depth <= 0) {
      parts.push(text.slice(from, i));
      from = i + 1;
    }
  }
  parts.push(text.slice(from));
  return parts;
}

/** What waiting for a value of the type gives. */
export function awaitedType(text: string): string {
  return /^(?:Promise|PromiseLike|Awaitable|Task|ValueTask|Future|CompletableFuture)[<[](.*)[\]>]$/s.exec(text.trim())?.[1] ?? text;
}

/** Types of several results: `(x *T, err error)`, `tuple[A, B]`; none for a single one. */
export function elementsOf(text: string): string[] {
  const inside = /^\((.*)\)$/s.exec(text)?.[1] ?? /^[Tt]uple\[(.*)\]$/s.exec(text)?.[1];
  return inside === undefined ? [] : splitTop(inside, ',').map((part) => part.trim().replace(/^[\p{L}_][\p{L}\p{N}_]*\s+(?=[*[\p{L}])/u, ''));
}

/** `1.2.3`, `API-7`, `T12`, `US-3.1`. */
const NAME = String.raw`(?:\d+(?:\.\d+)+[a-z]?|[A-Z][A-Z0-9]{0,11}(?:[-_][A-Z][A-Z0-9]{0,11})?[-_.]?\d+(?:[.-]\d+)*[a-z]?)`;
/** Set off by markup, a bare number is an id too. */
const SET_OFF = new RegExp(String.raw`^(\*\*|__|${'`'}|\[)\s*(?:#\s*)?(${NAME}|\d+)\.?\s*(?:[:.)]\s*)?(?:(\*\*|__|${'`'}|\])(?!\()\s*(?:[:.)–—-]+\s+)?|(?=[\s–—-]+\S))`);
const PLAIN = new RegExp(String.raw`^(?:#\s*)?(${NAME})(?:\.?[:)]?\s+(?:[–—-]+\s+)?|\.?[:)]\s*|$)`);

export interface TaskLabel {
  readonly id: string | null;
  readonly text: string;
}

/** The words of a task as written → its id and what it says without markup. */
export function readLabel(source: string): TaskLabel {
  const label = source.trim();
  const setOff = SET_OFF.exec(label);
  if (setOff && (setOff[3] === undefined || setOff[3] === (setOff[1] === '[' ? ']' : setOff[1]))) {
    const rest = label.slice(setOff[0].length);
    // `**1.2 Title** more`: the mark that opened before the id goes too.
    const unclosed = setOff[3] === undefined;
    if (!unclosed || (setOff[1] !== '[' && rest.includes(setOff[1]!))) return { id: setOff[2]!, text: plainText(unclosed ? rest.replace(setOff[1]!, '') : rest) };
  }
  const plain = PLAIN.exec(label);
  if (plain) return { id: plain[1]!, text: plainText(label.slice(plain[0].length)) };
  return { id: null, text: plainText(label) };
}

/** Links and images give their text; emphasis and code marks go. */
export function plainText(source: string): string {
  return source
    .slice(0, 4_000)
    .replace(/!?\[([^\]]*)\](?:\([^()]*\)|\[[^\]]*\])?/g, '$1')
    .replace(/<[^<>]*>/g, '')
    .replace(/[`*]+|~~|(?<![\p{L}\p{N}])_+|_+(?![\p{L}\p{N}])/gu, '')
    .replace(/\\([!-/:-@[-`{-~])/g, '$1')
    .replace(/\s+/g, ' ')
    .trim();
}

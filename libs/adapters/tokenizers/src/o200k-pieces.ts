// The pieces of ASCII text that o200k_base encodes alone, found by character classes. Same pieces as the published pattern
// (a test compares them), without a string for each: counting is most of what packing an answer costs.

const UPPER = 1;
const LOWER = 2;
const DIGIT = 3;
const NEWLINE = 4;
const SPACE = 5;
const OTHER = 0;

const CLASS = Uint8Array.from({ length: 128 }, (_, code) => {
  const char = String.fromCharCode(code);
  if (/[A-Z]/.test(char)) return UPPER;
  if (/[a-z]/.test(char)) return LOWER;
  if (/[0-9]/.test(char)) return DIGIT;
  if (/[\r\n]/.test(char)) return NEWLINE;
  return /\s/.test(char) ? SPACE : OTHER;
});
const BLANK = 32;
const APOSTROPHE = 39;
const SLASH = 47;

/** Where the piece that begins at `at` ends. `bytes`: ASCII only, up to `end`. */
export function o200kPieceEnd(bytes: Uint8Array, at: number, end: number): number {
  const first = CLASS[bytes[at]!]!;
  // One character before a word belongs to it, unless it is a digit or ends a line.
  const word = first === OTHER || first === SPACE ? at + 1 : at;
  if (word < end) {
    const kind = CLASS[bytes[word]!]!;
    if (kind === UPPER || kind === LOWER) return contractionEnd(bytes, wordEnd(bytes, word, end), end);
  }
  if (first === DIGIT) {
    let i = at + 1;
    while (i < end && i < at + 3 && CLASS[bytes[i]!] === DIGIT) i++;
    return i;
  }
  const signs = bytes[at] === BLANK ? at + 1 : at;
  if (signs < end && CLASS[bytes[signs]!] === OTHER) {
    let i = signs + 1;
    while (i < end && CLASS[bytes[i]!] === OTHER) i++;
    while (i < end && (CLASS[bytes[i]!] === NEWLINE || bytes[i] === SLASH)) i++;
    return i;
  }
  let i = at;
  let afterLine = 0;
  for (; i < end; i++) {
    const kind = CLASS[bytes[i]!]!;
    if (kind === NEWLINE) afterLine = i + 1;
    else if (kind !== SPACE) break;
  }
  if (afterLine > 0) return afterLine;
  // The last space before a word goes with the word.
  return i === end || i === at + 1 ? i : i - 1;
}

/** Capitals, then small letters. */
function wordEnd(bytes: Uint8Array, at: number, end: number): number {
  let i = at;
  while (i < end && CLASS[bytes[i]!] === UPPER) i++;
  while (i < end && CLASS[bytes[i]!] === LOWER) i++;
  return i;
}

/** `'s`, `'d`, `'m`, `'t`, `'ll`, `'ve`, `'re` behind a word are part of it. */
function contractionEnd(bytes: Uint8Array, at: number, end: number): number {
  if (at + 1 >= end || bytes[at] !== APOSTROPHE) return at;
  const next = bytes[at + 1]! | 32;
  if (CLASS[bytes[at + 1]!] !== UPPER && CLASS[bytes[at + 1]!] !== LOWER) return at;
  if (next === 115 || next === 100 || next === 109 || next === 116) return at + 2;
  if (at + 2 >= end || (CLASS[bytes[at + 2]!] !== UPPER && CLASS[bytes[at + 2]!] !== LOWER)) return at;
  const after = bytes[at + 2]! | 32;
  return (next === 108 && after === 108) || ((next === 118 || next === 114) && after === 101) ? at + 3 : at;
}

/** A line that begins with such a sign begins a piece, whatever stands before and after it. */
const BEGINS_PIECE = /\n(?=[!-.0-~])/;

/** Parts of a text whose pieces are those of the whole. */
export function independentParts(text: string): string[] {
  // The line break stays with the part that it ends.
  const parts = text.split(BEGINS_PIECE);
  return parts.map((part, i) => (i < parts.length - 1 ? `${part}\n` : part));
}

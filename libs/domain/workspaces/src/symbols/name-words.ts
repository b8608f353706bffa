/** `HTTPServer`, `parse_url2`, `kebab-case`, `Server.handle` → lower-case words: http server; parse url 2; kebab case; server handle. */
export function nameWords(name: string): string[] {
  for (let i = 0; i < name.length; i++) if (name.charCodeAt(i) > 127) return unicodeWords(name);
  return asciiWords(name);
}

function unicodeWords(name: string): string[] {
  return name
    .replace(/(\p{Lu}+)(\p{Lu}\p{Ll})/gu, '$1 $2')
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{L})(\d)/gu, '$1 $2')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase());
}

const OTHER = 0;
const LOWER = 1;
const UPPER = 2;
const DIGIT = 3;

function kind(code: number): number {
  if (code >= 97 && code <= 122) return LOWER;
  if (code >= 65 && code <= 90) return UPPER;
  return code >= 48 && code <= 57 ? DIGIT : OTHER;
}

/** The same without regular expressions: an indexing run splits hundreds of thousands of names. */
function asciiWords(name: string): string[] {
  const words: string[] = [];
  const folded = name.toLowerCase();
  let start = -1;
  let before = OTHER;
  for (let i = 0; i <= name.length; i++) {
    const now = i === name.length ? OTHER : kind(name.charCodeAt(i));
    const breaks =
      now === OTHER ||
      (now === UPPER && (before === LOWER || before === DIGIT)) ||
      (now === UPPER && before === UPPER && kind(name.charCodeAt(i + 1)) === LOWER) || // the S of HTTPServer
      (now === DIGIT && (before === LOWER || before === UPPER));
    if (breaks && start >= 0) {
      words.push(folded.slice(start, i));
      start = -1;
    }
    if (now !== OTHER && start < 0) start = i;
    before = now;
  }
  return words;
}

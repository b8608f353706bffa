/** A word of other letters than ASCII, alone between white space, without a capital inside: neither a name nor a path. */
const FOREIGN_WORD = /(?<!\S)([^\x00-\x7f\s]+)(?!\S)/;
const HAS_FOREIGN = /[^\x00-\x7f]{2}/;

/** Applies `replace` to what lies between such words. Patterns with Unicode classes take microseconds for every character of them, and find nothing. */
export function betweenForeignWords(text: string, replace: (part: string) => string): string {
  if (!HAS_FOREIGN.test(text)) return replace(text);
  const parts: string[] = [];
  let plain = '';
  for (const [i, part] of text.split(FOREIGN_WORD).entries()) {
    if (i % 2 === 0) plain += part;
    else if (part.slice(1) !== part.slice(1).toLowerCase()) plain += part;
    else {
      if (plain.trim() === '') parts.push(plain);
      else parts.push(replace(plain));
      parts.push(part);
      plain = '';
    }
  }
  parts.push(plain.trim() === '' ? plain : replace(plain));
  return parts.join('');
}

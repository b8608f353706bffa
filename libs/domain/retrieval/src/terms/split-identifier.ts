import { ASCII_CLASS, DIGIT, JOINER, LOWER, OTHER, UPPER } from './characters.ts';

/**
 * The words inside an ASCII identifier, in their case: `parseHTTPHeader_v2` → parse, HTTP, Header, v, 2. An acronym
 * ends where the next capitalised word starts; digits stand alone.
 */
export function splitIdentifier(identifier: string): string[] {
  const parts: string[] = [];
  let start = 0;
  let previous = OTHER;
  for (let i = 0; i <= identifier.length; i++) {
    const kind = i < identifier.length ? (ASCII_CLASS[identifier.charCodeAt(i)] ?? OTHER) : JOINER;
    if (i > start && kind !== previous) {
      if (previous === UPPER && kind === LOWER) {
        if (i - start > 1) {
          parts.push(identifier.slice(start, i - 1));
          start = i - 1;
        }
      } else {
        if (previous === LOWER || previous === UPPER || previous === DIGIT) parts.push(identifier.slice(start, i));
        start = i;
      }
    } else if (kind === JOINER || kind === OTHER) start = i;
    if (kind === JOINER || kind === OTHER) start = i + 1;
    previous = kind;
  }
  return parts;
}

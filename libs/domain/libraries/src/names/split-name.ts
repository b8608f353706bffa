const BOUNDARY = /([a-z])([A-Z])|([A-Z])([A-Z][a-z])|([a-zA-Z])([0-9])|([0-9])([a-zA-Z])/g;
const SEPARATORS = /[^\p{L}\p{N}]+/u;
/** A name is cut here before anything is computed of it: npm allows 214 characters, PyPI 200, a Go module path a little more. */
export const MAX_NAME_LENGTH = 300;

/** Folded: compatibility forms, accents and letter case do not tell two names apart. */
export function foldName(name: string): string {
  return name.slice(0, MAX_NAME_LENGTH).normalize('NFKD').replace(/\p{M}+/gu, '');
}

/** Words of a name: at separators, at the humps of CamelCase, between letters and digits. `Flask_AndRedis2` → flask, and, redis, 2. */
export function nameTokens(name: string): string[] {
  const spaced = foldName(name).replace(BOUNDARY, (_, ...groups: (string | undefined)[]) => {
    const letters = groups.slice(0, 8).filter((letter) => letter !== undefined);
    return `${letters[0]} ${letters[1]}`;
  });
  return spaced.toLowerCase().split(SEPARATORS).filter((token) => token !== '');
}

/** All letters and digits of a name, lower case, nothing between them. */
export function flatName(name: string): string {
  return nameTokens(name).join('');
}

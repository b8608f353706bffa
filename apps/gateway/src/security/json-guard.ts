/** Deepest nesting of arrays and objects in a request body. Contracts need 6; nobody writes 64 by hand. */
export const MAX_JSON_DEPTH = 64;

/**
 * Nesting depth of JSON text, counted before it is parsed: a megabyte of `[` parses well enough, but whatever walks the
 * result recursively (validation, logging) would run out of stack. Stops at the first place over `limit`.
 */
export function jsonDepth(text: string, limit = Number.POSITIVE_INFINITY): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (inString) {
      if (c === 92 /* \ */) i++;
      else if (c === 34 /* " */) inString = false;
    } else if (c === 34) inString = true;
    else if (c === 123 /* { */ || c === 91 /* [ */) {
      if (++depth > deepest) deepest = depth;
      if (deepest > limit) return deepest;
    } else if (c === 125 || c === 93) depth--;
  }
  return deepest;
}

/** Order of Maven versions ("Version Order Specification"): numbers and qualifiers, with the known qualifiers before and after a release. */
const QUALIFIERS: Readonly<Record<string, number>> = { alpha: 0, a: 0, beta: 1, b: 1, milestone: 2, m: 2, rc: 3, cr: 3, snapshot: 4, '': 5, ga: 5, final: 5, release: 5, sp: 6 };
const MAX_LENGTH = 256;

export function compareMaven(a: string, b: string): number | null {
  if (a.length > MAX_LENGTH || b.length > MAX_LENGTH || !/^\w/.test(a) || !/^\w/.test(b)) return null;
  const [x, y] = [tokens(a), tokens(b)];
  for (let i = 0; i < Math.max(x.length, y.length); i++) {
    const order = compareTokens(x[i] ?? missing(y[i]!), y[i] ?? missing(x[i]!));
    if (order !== 0) return order;
  }
  return 0;
}

type Token = number | string;

function tokens(version: string): Token[] {
  const parts = version.toLowerCase().split(/[.\-_]|(?<=\d)(?=[a-z])|(?<=[a-z])(?=\d)/).map((part): Token => (/^\d+$/.test(part) ? Number(part) : part));
  // Trailing nulls mean nothing: 1.0.0 is 1, 1.ga is 1.
  while (parts.length > 1 && (parts.at(-1) === 0 || QUALIFIERS[String(parts.at(-1))] === 5)) parts.pop();
  return parts;
}

const missing = (other: Token): Token => (typeof other === 'number' ? 0 : '');

function compareTokens(a: Token, b: Token): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  // 1.1 is newer than 1-anything.
  if (typeof a !== typeof b) return typeof a === 'number' ? 1 : -1;
  const [x, y] = [QUALIFIERS[a] ?? 7, QUALIFIERS[b] ?? 7];
  return x - y || (x === 7 ? String(a).localeCompare(String(b), 'en') : 0);
}

/** `1.0` (what Maven prefers, so anything), `[1.0]`, `[1.0,2.0)`, `(,1.0],[1.2,)`. */
export function satisfiesMaven(version: string, requirement: string): boolean | null {
  const written = requirement.trim();
  if (!/^[[(]/.test(written)) return /^[\w.+-]+$/.test(written) ? true : null;
  let any = false;
  for (const [, open, body, close] of written.matchAll(/([[(])([^\])]*)([\])])/g)) {
    const [from, to] = body!.includes(',') ? body!.split(',', 2).map((one) => one.trim()) : [body!.trim(), body!.trim()];
    const low = from === '' ? 1 : compareMaven(version, from!);
    const high = to === '' ? -1 : compareMaven(version, to!);
    if (low === null || high === null) return null;
    any ||= (open === '[' ? low >= 0 : low > 0) && (close === ']' ? high <= 0 : high < 0);
  }
  return any;
}

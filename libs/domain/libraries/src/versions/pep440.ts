/**
 * Versions and specifiers of Python packages ("Version specifiers", the specification that began as PEP 440): epochs, pre-, post-
 * and development releases, local versions; `~=`, `==` with a wildcard, `===`; Poetry's `^` and `~` beside them.
 */
interface PythonVersion {
  readonly epoch: number;
  readonly release: readonly number[];
  /** Rank of a, b, rc and its number; null = none. */
  readonly pre: readonly [rank: number, number: number] | null;
  readonly post: number | null;
  readonly dev: number | null;
  readonly local: readonly (string | number)[];
}

const PATTERN = /^\s*v?(?:(\d+)!)?(\d+(?:\.\d+)*)(?:[-_.]?(a|b|c|rc|alpha|beta|pre|preview)[-_.]?(\d*))?(?:-(\d+)|[-_.]?(post|rev|r)[-_.]?(\d*))?(?:[-_.]?(dev)[-_.]?(\d*))?(?:\+([a-z0-9]+(?:[-_.][a-z0-9]+)*))?\s*$/i;
const RANK: Readonly<Record<string, number>> = { a: 0, alpha: 0, b: 1, beta: 1, c: 2, rc: 2, pre: 2, preview: 2 };
const MAX_LENGTH = 256;

/** An audit compares the same few bounds again and again. Emptied when full. */
const parsed = new Map<string, PythonVersion | null>();
const MAX_PARSED = 20_000;

export function parsePython(text: string): PythonVersion | null {
  const known = parsed.get(text);
  if (known !== undefined) return known;
  const result = read(text);
  if (parsed.size >= MAX_PARSED) parsed.clear();
  if (text.length <= MAX_LENGTH) parsed.set(text, result);
  return result;
}

function read(text: string): PythonVersion | null {
  const match = text.length > MAX_LENGTH ? null : PATTERN.exec(text);
  if (!match) return null;
  const [, epoch, release, pre, preNumber, postImplicit, post, postNumber, dev, devNumber, local] = match;
  return {
    epoch: Number(epoch ?? 0),
    release: release!.split('.').map(Number),
    pre: pre === undefined ? null : [RANK[pre.toLowerCase()]!, Number(preNumber || 0)],
    post: postImplicit !== undefined ? Number(postImplicit) : post === undefined ? null : Number(postNumber || 0),
    dev: dev === undefined ? null : Number(devNumber || 0),
    local: local === undefined ? [] : local.toLowerCase().split(/[-_.]/).map((part) => (/^\d+$/.test(part) ? Number(part) : part)),
  };
}

export function comparePython(a: string, b: string): number | null {
  const [x, y] = [parsePython(a), parsePython(b)];
  return x && y ? compare(x, y) : null;
}

function compare(x: PythonVersion, y: PythonVersion, withLocal = true): number {
  return x.epoch - y.epoch || releases(x.release, y.release) || phase(x) - phase(y) || preNumber(x) - preNumber(y) || (x.post ?? -1) - (y.post ?? -1) || (x.dev ?? Infinity_) - (y.dev ?? Infinity_) || (withLocal ? locals(x.local, y.local) : 0);
}

/** Larger than any release number that is written down, and unlike Infinity it can be subtracted from itself. */
const Infinity_ = Number.MAX_SAFE_INTEGER;

/** 1.0.dev1 < 1.0a1 < 1.0b1 < 1.0rc1 < 1.0 < 1.0.post1 */
function phase({ pre, post, dev }: PythonVersion): number {
  if (pre) return pre[0];
  return post === null && dev !== null ? -1 : 3;
}

const preNumber = ({ pre }: PythonVersion): number => pre?.[1] ?? 0;

function releases(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function locals(a: readonly (string | number)[], b: readonly (string | number)[]): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const [x, y] = [a[i], b[i]];
    if (x === undefined || y === undefined) return x === undefined ? -1 : 1;
    if (typeof x !== typeof y) return typeof x === 'number' ? 1 : -1;
    if (x !== y) return x < y ? -1 : 1;
  }
  return 0;
}

/** Null when version or specifier is none that can be read. */
export function satisfiesPython(version: string, specifier: string): boolean | null {
  const read = parsePython(version);
  if (!read) return null;
  // Poetry allows alternatives.
  const results = specifier.split('||').map((part) => all(read, version, part));
  return results.some((one) => one === true) ? true : results.some((one) => one === null) ? null : false;
}

function all(read: PythonVersion, version: string, specifier: string): boolean | null {
  let ok = true;
  for (const clause of specifier.split(',').map((one) => one.trim()).filter(Boolean)) {
    const one = clauseHolds(read, version, clause);
    if (one === null) return null;
    ok &&= one;
  }
  return ok;
}

function clauseHolds(version: PythonVersion, written: string, clause: string): boolean | null {
  if (clause === '*') return true;
  const [, operator = '', wanted = ''] = /^(===|~=|==|!=|<=|>=|<|>|=|\^|~)?\s*(.+)$/.exec(clause) ?? [];
  if (operator === '===') return written.trim().toLowerCase() === wanted.trim().toLowerCase();
  if (wanted.endsWith('.*')) {
    const prefix = parsePython(wanted.slice(0, -2));
    if (!prefix || !['==', '!=', '', '='].includes(operator)) return null;
    const same = version.epoch === prefix.epoch && prefix.release.every((number, i) => (version.release[i] ?? 0) === number);
    return operator === '!=' ? !same : same;
  }
  const bound = parsePython(wanted);
  if (!bound) return null;
  // A specifier without a local version does not look at that of the candidate.
  const order = compare(version, bound, bound.local.length > 0);
  switch (operator) {
    case '': case '=': case '==': return order === 0;
    case '!=': return order !== 0;
    case '>=': return order >= 0;
    case '<=': return order <= 0;
    // Neither a pre-release of the bound nor a post-release of it, unless the bound is one itself.
    case '<': return order < 0 && (bound.pre !== null || bound.dev !== null || version.pre === null && version.dev === null || releases(version.release, bound.release) !== 0);
    case '>': return order > 0 && (bound.post !== null || version.post === null || releases(version.release, bound.release) !== 0);
    case '~=': return bound.release.length > 1 ? order >= 0 && bound.release.slice(0, -1).every((number, i) => (version.release[i] ?? 0) === number) : null;
    case '~': return order >= 0 && bound.release.slice(0, Math.max(1, Math.min(2, bound.release.length))).every((number, i) => (version.release[i] ?? 0) === number);
    default: return order >= 0 && caret(bound.release, version.release);
  }
}

/** Poetry's `^1.2.3`: nothing left of, or at, the first number that is not 0 may change. */
function caret(bound: readonly number[], version: readonly number[]): boolean {
  const first = bound.findIndex((number) => number > 0);
  const fixed = first < 0 ? bound.length : first + 1;
  return bound.slice(0, fixed).every((number, i) => (version[i] ?? 0) === number);
}

/** A name as a person writes it: `Server.handle`, `Server#handle`, `server::handle`, `handle()`. */
export interface AskedName {
  readonly name: string;
  /** What stands before the name, joined with `.`; null when nothing does. */
  readonly container: string | null;
}

/** The number of a task in a plan, `1.2.3`, is one name. */
const NUMBER = /^\d+(?:\.\d+)+[a-z]?$/;

export function parseAskedName(raw: string): AskedName {
  if (NUMBER.test(raw.trim())) return { name: raw.trim(), container: null };
  const parts = raw.trim().replace(/\(.*\)?$/, '').split(/::|->|[.#/\\]/).map((part) => part.trim()).filter((part) => part !== '');
  const name = parts.pop() ?? raw.trim();
  return { name, container: parts.length > 0 ? parts.join('.') : null };
}

/** 1 when the symbol lies in the container asked for (or none was), a little less in another case, half when it lies elsewhere. */
export function containerFit(asked: string | null, qualifiedName: string, name: string): number {
  if (asked === null) return 1;
  const container = qualifiedName.slice(0, Math.max(0, qualifiedName.length - name.length - 1));
  if (endsWithPath(container, asked)) return 1;
  return endsWithPath(container.toLowerCase(), asked.toLowerCase()) ? 0.95 : 0.5;
}

function endsWithPath(container: string, asked: string): boolean {
  return container === asked || container.endsWith(`.${asked}`);
}

/** Best first; then exported before internal, definitions of types and functions before fields, then by place. */
export function compareMatches(a: Rankable, b: Rankable): number {
  return b.score - a.score || Number(b.exported) - Number(a.exported) || weight(b.kind) - weight(a.kind) || (a.path < b.path ? -1 : a.path > b.path ? 1 : 0) || a.startLine - b.startLine;
}

export interface Rankable {
  readonly score: number;
  readonly exported: boolean;
  readonly kind: string;
  readonly path: string;
  readonly startLine: number;
}

const MINOR = new Set(['heading', 'key', 'field', 'property', 'enum-member', 'variable']);
const weight = (kind: string): number => (MINOR.has(kind) ? 0 : 1);

import type { Skeleton } from '../files/skeleton.ts';

export interface SkeletonChange {
  /** `same`: others see the same symbols under the same numbers. `names`: some came, went or changed. `shape`: what is reached through the file may be another thing. */
  readonly kind: 'same' | 'names' | 'shape';
  readonly names: ReadonlySet<string>;
}

const SAME: SkeletonChange = { kind: 'same', names: new Set() };

/** What an edit of a file means for the files that use it. Lines do not count: edges name symbols by number. */
export function skeletonChange(before: Skeleton, after: Skeleton): SkeletonChange {
  if (before.packageName !== after.packageName || imports(before) !== imports(after) || json(before.exports) !== json(after.exports) || bases(before) !== bases(after)) return { kind: 'shape', names: new Set([...names(before), ...names(after)]) };
  const old = before.symbols.map((_, i) => identity(before, i));
  const now = after.symbols.map((_, i) => identity(after, i));
  if (old.length === now.length && old.every((one, i) => one === now[i])) return SAME;
  const changed = new Set<string>();
  const known = new Set(old);
  const left = new Set(now);
  after.symbols.forEach(({ name }, i) => known.has(now[i]!) || changed.add(name));
  before.symbols.forEach(({ name }, i) => left.has(old[i]!) || changed.add(name));
  return { kind: 'names', names: changed };
}

function names({ symbols }: Skeleton): string[] {
  return symbols.map(({ name }) => name);
}

function identity({ symbols }: Skeleton, i: number): string {
  const { qualifiedName, kind, exported, visibility, type, container } = symbols[i]!;
  return `${qualifiedName}\0${kind}\0${exported}\0${visibility ?? ''}\0${type ?? ''}\0${container >= 0 ? symbols[container]!.qualifiedName : ''}`;
}

function imports(skeleton: Skeleton): string {
  return json(skeleton.imports.map(({ module, kind, bindings }) => [module, kind, bindings]));
}

function bases({ bases: list, symbols }: Skeleton): string {
  return json(list.map(({ name, receiver, kind, symbol }) => [name, receiver, kind, symbols[symbol]?.qualifiedName]));
}

function json(value: unknown): string {
  return JSON.stringify(value);
}

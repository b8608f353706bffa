import type { Condition, Filter, PayloadIndex, PointId } from '@twinmcp/vectorization';

export interface CompiledFilter {
  /** Condition on `points`; holds for every point that the filter accepts. */
  readonly sql: string;
  readonly parameters: (string | number)[];
  /** Holds for no other point. Otherwise each must be looked at. */
  readonly complete: boolean;
}

/** Ids as they are stored: in the order of a scroll, numbers before UUIDs. */
export function storedId(id: PointId): string {
  return typeof id === 'number' ? `n${String(id).padStart(16, '0')}` : `u${id}`;
}

export function readId(stored: string): PointId {
  return stored.startsWith('n') ? Number(stored.slice(1)) : stored.slice(1);
}

const LAST = '\u{10ffff}';

/** What the indexes of a collection can decide of a filter. */
export function compileFilter(filter: Filter | undefined, indexes: Readonly<Record<string, PayloadIndex>>): CompiledFilter {
  const parameters: (string | number)[] = [];
  let complete = !filter?.should?.length && !filter?.mustNot?.length;
  const parts: string[] = [];
  for (const condition of filter?.must ?? []) {
    const part = compile(condition, indexes, parameters);
    if (part === null) complete = false;
    else parts.push(part);
  }
  return { sql: parts.length === 0 ? '1' : parts.join(' AND '), parameters, complete };
}

function compile(condition: Condition, indexes: Readonly<Record<string, PayloadIndex>>, parameters: (string | number)[]): string | null {
  if ('filter' in condition) {
    const inner = compileFilter(condition.filter, indexes);
    if (!inner.complete) return null;
    parameters.push(...inner.parameters);
    return `(${inner.sql})`;
  }
  if ('ids' in condition) {
    parameters.push(JSON.stringify(condition.ids.map(storedId)));
    return 'id IN (SELECT value FROM json_each(?))';
  }
  if (indexes[condition.key] === undefined || indexes[condition.key] === 'bool' || 'missing' in condition) return null;
  const where = (sql: string, ...values: (string | number)[]) => {
    parameters.push(condition.key, ...values);
    return `row IN (SELECT row FROM keys WHERE key = ? AND ${sql})`;
  };
  if ('equals' in condition) return typeof condition.equals === 'boolean' ? null : where('value = ?', condition.equals);
  if ('anyOf' in condition) return where('value IN (SELECT value FROM json_each(?))', JSON.stringify(condition.anyOf));
  if ('prefix' in condition) return where(`typeof(value) = 'text' AND value >= ? AND value < ?`, condition.prefix, condition.prefix + LAST);
  const bounds = ([['gt', '>'], ['gte', '>='], ['lt', '<'], ['lte', '<=']] as const).filter(([name]) => condition[name] !== undefined);
  return where([`typeof(value) <> 'text'`, ...bounds.map(([, operator]) => `value ${operator} ?`)].join(' AND '), ...bounds.map(([name]) => condition[name]!));
}

/** What goes into `keys` for a value of the payload: each element of a list. */
export function indexedValues(value: unknown): (string | number)[] {
  const values = Array.isArray(value) ? value : [value];
  return [...new Set(values.filter((one): one is string | number => typeof one === 'string' || typeof one === 'number'))];
}

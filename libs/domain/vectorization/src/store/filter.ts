import type { Payload, PayloadValue, PointId } from './model.ts';

/** A key may name a list: the condition holds when one of its elements does. */
export type Condition =
  | { readonly key: string; readonly equals: string | number | boolean }
  | { readonly key: string; readonly anyOf: readonly string[] | readonly number[] }
  | { readonly key: string; readonly prefix: string }
  | { readonly key: string; readonly gt?: number; readonly gte?: number; readonly lt?: number; readonly lte?: number }
  | { readonly key: string; readonly missing: true }
  | { readonly ids: readonly PointId[] }
  | { readonly filter: Filter };

export interface Filter {
  readonly must?: readonly Condition[];
  /** One of them at least, when there are any. */
  readonly should?: readonly Condition[];
  readonly mustNot?: readonly Condition[];
}

export function matchesFilter(filter: Filter | undefined, id: PointId, payload: Payload): boolean {
  if (filter === undefined) return true;
  const { must, should, mustNot } = filter;
  return (must?.every((one) => holds(one, id, payload)) ?? true)
    && (should === undefined || should.length === 0 || should.some((one) => holds(one, id, payload)))
    && !(mustNot?.some((one) => holds(one, id, payload)) ?? false);
}

export function bothFilters(a: Filter | undefined, b: Filter | undefined): Filter | undefined {
  return a && b ? { must: [{ filter: a }, { filter: b }] } : (a ?? b);
}

function holds(condition: Condition, id: PointId, payload: Payload): boolean {
  if ('filter' in condition) return matchesFilter(condition.filter, id, payload);
  if ('ids' in condition) return condition.ids.includes(id);
  const value = payload[condition.key];
  const values: readonly PayloadValue[] = Array.isArray(value) ? value : value === undefined || value === null ? [] : [value as PayloadValue];
  if ('missing' in condition) return values.length === 0;
  if ('equals' in condition) return values.includes(condition.equals);
  if ('anyOf' in condition) return values.some((one) => (condition.anyOf as readonly PayloadValue[]).includes(one));
  if ('prefix' in condition) return values.some((one) => typeof one === 'string' && one.startsWith(condition.prefix));
  const { gt = -Infinity, gte = -Infinity, lt = Infinity, lte = Infinity } = condition;
  return values.some((one) => typeof one === 'number' && one > gt && one >= gte && one < lt && one <= lte);
}

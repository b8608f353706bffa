import type { StoredPoint, WireCondition, WireFilter } from './wire.ts';

/** Qdrant's filter language, as its documentation defines it. Throws a sentence on what the double does not speak. */
export function accepts(filter: WireFilter | null | undefined, point: StoredPoint): boolean {
  if (!filter) return true;
  const list = (conditions: WireCondition | readonly WireCondition[] | null | undefined) => (Array.isArray(conditions) ? conditions : conditions ? [conditions as WireCondition] : []);
  const [must, should, mustNot] = [list(filter.must), list(filter.should), list(filter.must_not)];
  if (filter.min_should) throw new Error('min_should');
  return must.every((one) => holds(one, point)) && (should.length === 0 || should.some((one) => holds(one, point))) && !mustNot.some((one) => holds(one, point));
}

function holds(condition: WireCondition, point: StoredPoint): boolean {
  if (condition.has_id) return condition.has_id.includes(point.id);
  if (condition.is_empty) return valuesOf(point.payload[condition.is_empty.key]).length === 0;
  if (condition.key === undefined) {
    if (condition.must || condition.should || condition.must_not) return accepts(condition as WireFilter, point);
    if (Object.keys(condition).length === 0) return true;
    throw new Error(`the condition ${JSON.stringify(condition)}`);
  }
  const values = valuesOf(point.payload[condition.key]);
  const { match, range } = condition;
  if (match) {
    if ('value' in match) return values.includes(match.value);
    if (match.any) return values.some((value) => match.any!.includes(value as never));
    if (match.except) return values.some((value) => !match.except!.includes(value as never));
    if (match.prefix !== undefined) return values.some((value) => typeof value === 'string' && value.startsWith(match.prefix!));
  }
  if (range) {
    const within = (value: unknown) => typeof value === 'number' && (range.gt == null || value > range.gt) && (range.gte == null || value >= range.gte) && (range.lt == null || value < range.lt) && (range.lte == null || value <= range.lte);
    return values.some(within);
  }
  throw new Error(`the condition ${JSON.stringify(condition)}`);
}

function valuesOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
}

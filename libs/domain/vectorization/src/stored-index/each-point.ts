import type { Condition, Filter } from '../store/filter.ts';
import type { PointId, StoredPoint } from '../store/model.ts';
import type { VectorStore } from '../store/vector-store.ts';

/** Points of one page. */
export const PAGE = 1_000;
/** Values in one condition. */
export const VALUES_AT_ONCE = 500;

export interface Wanted {
  readonly payload?: readonly string[];
  readonly vectors?: readonly string[];
}

/** Every point that matches, page by page. */
export async function eachPoint(store: VectorStore, collection: string, filter: Filter, wanted: Wanted, use: (point: StoredPoint) => void): Promise<void> {
  for (let from: PointId | undefined; ; ) {
    const page = await store.scroll(collection, { filter, limit: PAGE, from, ...wanted });
    page.points.forEach(use);
    if (page.next === null) return;
    from = page.next;
  }
}

/** Every point that has one of the values, a few hundred values a request. */
export async function eachPointWith(store: VectorStore, collection: string, key: string, values: readonly string[], filterOf: (values: Condition) => Filter, wanted: Wanted, use: (point: StoredPoint) => void): Promise<void> {
  for (let from = 0; from < values.length; from += VALUES_AT_ONCE) await eachPoint(store, collection, filterOf({ key, anyOf: values.slice(from, from + VALUES_AT_ONCE) }), wanted, use);
}

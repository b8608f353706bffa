import type { CollectionSpec, Payload, Point, StoredPoint, Vector } from '../model.ts';
import type { VectorStore } from '../vector-store.ts';

/** Read within a test: each gets a collection of its own. */
export interface StoreUnderTest {
  readonly store: VectorStore;
  /** Made by `SPEC`, empty. */
  readonly collection: string;
  /** 'part': the store counts in parts of a collection, so that its weights differ. */
  readonly idfOf: 'collection' | 'part';
  /** Another collection; it goes after the tests. */
  create(spec?: CollectionSpec): Promise<string>;
  all(collection?: string): Promise<readonly StoredPoint[]>;
}

export const SPEC: CollectionSpec = { dense: { dense: { dimensions: 4, distance: 'cosine' } }, sparse: { words: { idf: true }, plain: { idf: false } }, indexes: { path: 'prefix', born: 'integer', tags: 'keyword' } };
export const OTHER: CollectionSpec = { dense: { dense: { dimensions: 3, distance: 'cosine' } } };

export const point = (id: string | number, dense: readonly number[] | null, payload: Payload = {}, sparse: Record<string, Vector> = {}): Point => ({ id, vectors: { ...(dense ? { dense: Float32Array.from(dense) } : {}), ...sparse }, payload });
export const words = (entries: Record<number, number>): Vector => ({ indices: Object.keys(entries).map(Number), values: Object.values(entries) });
export const ids = (found: readonly { id: unknown }[]) => found.map(({ id }) => id);
export const nearest = (vector: readonly number[]) => ({ using: 'dense', vector: Float32Array.from(vector) });

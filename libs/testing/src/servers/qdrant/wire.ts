/** The part of Qdrant's wire format that the double reads; what comes in has been checked against the OpenAPI document. */
export type WireId = string | number;
export interface WireSparse {
  readonly indices: readonly number[];
  readonly values: readonly number[];
}
export type WireVector = readonly number[] | WireSparse;
export interface StoredPoint {
  readonly id: WireId;
  readonly vectors: Readonly<Record<string, WireVector>>;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly version: number;
}
export interface WireCondition {
  readonly key?: string;
  readonly match?: { readonly value?: unknown; readonly any?: readonly unknown[]; readonly except?: readonly unknown[]; readonly prefix?: string } | null;
  readonly range?: { readonly gt?: number | null; readonly gte?: number | null; readonly lt?: number | null; readonly lte?: number | null } | null;
  readonly has_id?: readonly WireId[];
  readonly is_empty?: { readonly key: string };
  readonly must?: unknown;
  readonly should?: unknown;
  readonly must_not?: unknown;
}
export interface WireFilter {
  readonly must?: WireCondition | readonly WireCondition[] | null;
  readonly should?: WireCondition | readonly WireCondition[] | null;
  readonly must_not?: WireCondition | readonly WireCondition[] | null;
  readonly min_should?: unknown;
}
export interface WireQuery {
  readonly prefetch?: WireQuery | readonly WireQuery[] | null;
  readonly query?: unknown;
  readonly using?: string | null;
  readonly filter?: WireFilter | null;
  readonly score_threshold?: number | null;
  readonly limit?: number | null;
  readonly offset?: number | null;
  readonly with_vector?: boolean | readonly string[];
  readonly with_payload?: unknown;
}
export interface CollectionConfig {
  readonly vectors: Readonly<Record<string, { readonly size: number; readonly distance: 'Cosine' | 'Dot' | 'Euclid' | 'Manhattan' }>>;
  readonly sparse_vectors: Readonly<Record<string, { readonly modifier?: 'none' | 'idf' | null }>>;
}

/** What the server refuses; becomes its status and its body. */
export class WireError extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

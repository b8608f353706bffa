export interface ToWorker {
  readonly id: number;
  readonly kind: 'messages' | 'reset' | 'close';
  /** Messages of the PostgreSQL protocol, whole. */
  readonly data?: Uint8Array;
}

export type FromWorker = { readonly kind: 'ready' } | { readonly kind: 'failed'; readonly reason: string } | { readonly kind: 'done'; readonly id: number; readonly data?: Uint8Array; readonly error?: string };

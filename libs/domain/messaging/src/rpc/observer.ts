import type { EventContract, RpcContract } from '@twinmcp/contracts';
import type { CallContext } from '../call-context.ts';

export interface CallEnded {
  readonly side: 'client' | 'server';
  readonly contract: RpcContract;
  readonly ctx: CallContext;
  readonly durationMs: number;
  /** `ok`, the code of a DomainError, or the kind of a LocalError (client only). */
  readonly outcome: string;
  readonly error?: unknown;
  /** Present when the caller was told less than the error says: log `error` under this id. */
  readonly errorId?: string;
}

/** Hooks for logs and metrics. They must not throw and must not block. */
export interface MessagingObserver {
  callEnded?(call: CallEnded): void;
  callRetried?(retry: { readonly contract: RpcContract; readonly ctx: CallContext; readonly attempt: number; readonly error: unknown }): void;
  /** An event handler threw, or the payload did not fit the schema. Nobody is told but this hook. */
  eventFailed?(failure: { readonly event: EventContract; readonly ctx: CallContext; readonly error: unknown }): void;
}

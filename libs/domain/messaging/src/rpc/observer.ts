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

/** What a span can be made of: a call on either side, or a message given to a queue or told as an event, at either end. */
export type TracedWork =
  | { readonly kind: 'client' | 'server'; readonly contract: RpcContract }
  | { readonly kind: 'send' | 'process'; readonly channel: 'queue' | 'event'; readonly name: string; readonly attempt?: number };

export interface StartedSpan {
  /** Names the span: what is done within carries it. */
  readonly traceparent: string;
  /** `ok`, or a short code of what went wrong. */
  end(outcome: string): void;
}

/** Hooks for logs, metrics and traces. They must not throw and must not block. */
export interface MessagingObserver {
  /** Starts a span within the one that `ctx` names; null when none is recorded. */
  startSpan?(work: TracedWork, ctx: CallContext): StartedSpan | null;
  callEnded?(call: CallEnded): void;
  callRetried?(retry: { readonly contract: RpcContract; readonly ctx: CallContext; readonly attempt: number; readonly error: unknown }): void;
  /** An event handler threw, or the payload did not fit the schema. Nobody is told but this hook. */
  eventFailed?(failure: { readonly event: EventContract; readonly ctx: CallContext; readonly error: unknown }): void;
}

import { z } from 'zod';
import type { ErrorCode } from './error-codes.ts';

export const SERVICES = ['gateway', 'ast-analysis', 'embedding', 'library-resolution', 'context-assembly', 'monitoring'] as const;
export type ServiceName = (typeof SERVICES)[number];

/** One request/response operation of a service. `subject` is derived, never written by hand. */
export interface RpcContract<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  readonly service: ServiceName;
  readonly verb: string;
  readonly subject: string;
  readonly summary: string;
  readonly input: I;
  readonly output: O;
  /** Only an idempotent call is tried again after a timeout or a lost connection. */
  readonly idempotent: boolean;
  /** Default time to answer, milliseconds. The caller's deadline may shorten it. */
  readonly timeoutMs: number;
  /** The domain errors a caller must expect, beside `invalid-input` and `internal`. */
  readonly errors: readonly ErrorCode[];
}

export type RpcInput<C extends RpcContract> = z.input<C['input']>;
export type RpcParsedInput<C extends RpcContract> = z.output<C['input']>;
export type RpcOutput<C extends RpcContract> = z.output<C['output']>;

export function defineRpc<I extends z.ZodType, O extends z.ZodType>(
  definition: Omit<RpcContract<I, O>, 'subject' | 'timeoutMs' | 'errors'> & { timeoutMs?: number; errors?: readonly ErrorCode[] },
): RpcContract<I, O> {
  return {
    ...definition,
    timeoutMs: definition.timeoutMs ?? 5_000,
    errors: definition.errors ?? [],
    subject: `twinmcp.v1.${definition.service}.${definition.verb}`,
  };
}

/** A fact that happened; anyone may listen; delivery at most once. What must not be lost goes through a work queue instead. */
export interface EventContract<P extends z.ZodType = z.ZodType> {
  readonly name: string;
  readonly subject: string;
  readonly summary: string;
  readonly payload: P;
}

export type EventPayload<C extends EventContract> = z.output<C['payload']>;

export function defineEvent<P extends z.ZodType>(definition: Omit<EventContract<P>, 'subject'>): EventContract<P> {
  return { ...definition, subject: `twinmcp.v1.event.${definition.name}` };
}

/** Work that must be done once at least: acknowledged, redelivered, parked after too many failures. Handlers are idempotent. */
export interface QueueContract<P extends z.ZodType = z.ZodType> {
  readonly name: string;
  readonly subject: string;
  readonly summary: string;
  readonly payload: P;
  /** Deliveries before a job is parked. */
  readonly maxDeliveries: number;
  /** Time without acknowledgement or a sign of life after which a job is given to another worker, milliseconds. */
  readonly ackWaitMs: number;
}

export type QueuePayload<C extends QueueContract> = z.output<C['payload']>;

export function defineQueue<P extends z.ZodType>(definition: Omit<QueueContract<P>, 'subject'>): QueueContract<P> {
  return { ...definition, subject: `twinmcp.v1.queue.${definition.name}` };
}

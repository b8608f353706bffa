import type { RpcContract } from '@twinmcp/contracts';
import type { CallContext } from '../call-context.ts';

/** One call as the interceptors see it, on either side of the wire. */
export interface Call {
  readonly side: 'client' | 'server';
  readonly contract: RpcContract;
  readonly input: unknown;
  readonly ctx: CallContext;
  /** Time for one attempt, milliseconds. */
  readonly timeoutMs: number;
  /** Attempts in all; undefined = the client's default. */
  readonly attempts?: number;
}

export type CallHandler = (call: Call) => Promise<unknown>;
export type Interceptor = (call: Call, next: CallHandler) => Promise<unknown>;

/** First interceptor outermost. */
export function chain(interceptors: readonly Interceptor[], handler: CallHandler): CallHandler {
  return interceptors.reduceRight<CallHandler>((next, interceptor) => (call) => interceptor(call, next), handler);
}

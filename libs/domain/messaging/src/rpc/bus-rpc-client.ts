import type { EventContract, EventPayload, RpcContract, RpcInput, RpcOutput } from '@twinmcp/contracts';
import { backoffMs, isLocalError, sleep } from '@twinmcp/kernel';
import type { CallContext } from '../call-context.ts';
import type { Message, MessageBus } from '../message-bus.ts';
import type { RpcClient } from '../rpc-client.ts';
import { chain, type Call, type CallHandler } from './call.ts';
import { controlSubject } from './call-control.ts';
import { CallLiveness, WORTH_PROBING_MS } from './call-liveness.ts';
import { contextToHeaders } from './context-headers.ts';
import { standardChain, validate, validateRequests } from './interceptors.ts';
import type { MessagingObserver } from './observer.ts';
import { traced } from './spans.ts';
import { parseTolerant } from './validation.ts';
import { errorOf } from './wire-errors.ts';

export interface RpcClientOptions {
  readonly observer?: MessagingObserver;
  /** Wait between attempts, full jitter. Default 20 ms doubling to 500 ms. */
  readonly backoff?: { readonly baseDelayMs: number; readonly maxDelayMs: number };
  /**
   * Replies are taken as they are: for services of one build in one process, where checking hundreds of hits again takes
   * longer than some of the work itself. A reply is shared with who gave it and must not be changed. Default false.
   */
  readonly trustReplies?: boolean;
}

/** Attempts after timeouts when the caller names no number; and a call with all its attempts lasts at most this many timeouts, however far the caller's deadline is. */
const TIMEOUT_ATTEMPTS = 3;

export class BusRpcClient implements RpcClient {
  readonly #bus: MessageBus;
  readonly #observer: MessagingObserver | undefined;
  readonly #backoff: { readonly baseDelayMs: number; readonly maxDelayMs: number };
  readonly #liveness: CallLiveness;
  readonly #run: CallHandler;

  constructor(bus: MessageBus, options: RpcClientOptions = {}) {
    this.#bus = bus;
    this.#observer = options.observer;
    this.#backoff = options.backoff ?? { baseDelayMs: 20, maxDelayMs: 500 };
    this.#liveness = new CallLiveness(bus);
    this.#run = chain(standardChain(options.observer, options.trustReplies ? validateRequests : validate), (call) => this.#send(call));
  }

  async call<C extends RpcContract>(contract: C, input: RpcInput<C>, ctx: CallContext, options: { timeoutMs?: number; attempts?: number } = {}): Promise<RpcOutput<C>> {
    const output = await this.#run({ side: 'client', contract, input, ctx, timeoutMs: options.timeoutMs ?? contract.timeoutMs, attempts: options.attempts });
    return output as RpcOutput<C>;
  }

  async emit<C extends EventContract>(event: C, payload: EventPayload<C>, ctx: CallContext): Promise<void> {
    const checked = parseTolerant(event.payload, payload, `event ${event.name}`);
    await traced(this.#observer, { kind: 'send', channel: 'event', name: event.name }, ctx, (within) => this.#bus.publish(event.subject, { headers: contextToHeaders(within), payload: checked }));
  }

  async #send(call: Call): Promise<unknown> {
    const { contract } = call;
    const ctx = { ...call.ctx, deadline: call.ctx.deadline.capped(call.timeoutMs * TIMEOUT_ATTEMPTS) };
    for (let attempt = 1; ; attempt++) {
      try {
        const reply = await this.#attempt({ ...call, ctx });
        const error = errorOf(reply);
        if (error) throw error;
        return reply.payload;
      } catch (error) {
        if (isLocalError(error, 'cancelled')) this.#cancel(call);
        const wait = backoffMs(this.#backoff, Math.min(attempt - 1, 20));
        if (!mayRetry(error, call, attempt) || ctx.deadline.remainingMs() <= wait + 1) throw error;
        this.#observer?.callRetried?.({ contract, ctx, attempt, error });
        await sleep(wait, ctx.signal);
      }
    }
  }

  #attempt({ contract, input, ctx, timeoutMs }: Call): Promise<Message> {
    const deadline = ctx.deadline.capped(timeoutMs);
    const remainingMs = deadline.remainingMs();
    const answer = this.#bus.request(contract.subject, { headers: contextToHeaders(ctx, deadline), payload: input }, { timeoutMs: remainingMs, signal: ctx.signal });
    return contract.idempotent && remainingMs > WORTH_PROBING_MS ? this.#liveness.guard(answer, contract.service, ctx.traceparent) : answer;
  }

  /** Best effort: the callee stops at its deadline anyway. */
  #cancel({ contract, ctx }: Call): void {
    this.#bus.publish(controlSubject(contract.service), { headers: {}, payload: { kind: 'cancel', call: ctx.traceparent } }).catch(() => undefined);
  }
}

/** no-responder and disconnected mean that nothing was sent. After a timeout the callee may have done the work. */
function mayRetry(error: unknown, call: Call, attempt: number): boolean {
  if (isLocalError(error, 'no-responder') || isLocalError(error, 'disconnected')) return attempt < (call.attempts ?? Number.POSITIVE_INFINITY);
  if (isLocalError(error, 'timeout')) return call.contract.idempotent && attempt < (call.attempts ?? TIMEOUT_ATTEMPTS);
  return false;
}

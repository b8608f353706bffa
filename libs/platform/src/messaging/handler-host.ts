import type { EventContract, QueueContract, RpcContract } from '@twinmcp/contracts';
import { onEvent, serveRpc, traced, type EventHandler, type MessageBus, type MessagingObserver, type ParkedJob, type RpcHandler, type Subscription, type WorkQueue, type Delivery } from '@twinmcp/messaging';
import { inCallScope } from './call-scope.ts';

export interface JobEnded {
  readonly queue: QueueContract;
  readonly delivery: Delivery;
  readonly durationMs: number;
  /** returned: the worker was drained and the job goes to another one. */
  readonly outcome: 'done' | 'failed' | 'returned';
  readonly error?: unknown;
}

export interface HostObserver extends MessagingObserver {
  jobEnded?(job: JobEnded): void;
  jobParked?(parked: { readonly queue: QueueContract; readonly job: ParkedJob }): void;
}

/** Everything this process serves. Handlers given before `start` are served then, later ones at once. */
export class HandlerHost {
  readonly #bus: MessageBus;
  readonly #queue: WorkQueue;
  readonly #observer: HostObserver;
  readonly #starters: (() => Promise<void>)[] = [];
  readonly #consumers: Subscription[] = [];
  readonly #subscriptions: Subscription[] = [];
  readonly #parkedListeners = new Map<string, ((job: ParkedJob) => Promise<void> | void)[]>();
  #started = false;
  #callsInHand = 0;
  readonly #jobsInHand = new Map<string, number>();
  #idle: (() => void)[] = [];
  /** Whose jobs are worked on here. */
  readonly queues = new Set<QueueContract>();

  /** Calls that are being answered. */
  get callsInHand(): number {
    return this.#callsInHand;
  }

  jobsInHand(queue: QueueContract): number {
    return this.#jobsInHand.get(queue.name) ?? 0;
  }

  constructor(bus: MessageBus, queue: WorkQueue, observer: HostObserver = {}) {
    this.#bus = bus;
    this.#queue = queue;
    this.#observer = observer;
  }

  rpc<C extends RpcContract>(contract: C, handler: RpcHandler<C>): Promise<void> {
    const scoped: RpcHandler<C> = async (input, ctx) => {
      this.#callsInHand++;
      try {
        return await inCallScope(ctx, () => handler(input, ctx));
      } finally {
        if (--this.#callsInHand === 0) for (const wake of this.#idle.splice(0)) wake();
      }
    };
    return this.#start(async () => void this.#subscriptions.push(await serveRpc(this.#bus, contract, scoped, { observer: this.#observer })));
  }

  event<C extends EventContract>(event: C, handler: EventHandler<C>): Promise<void> {
    const scoped: EventHandler<C> = (payload, ctx) => inCallScope(ctx, () => handler(payload, ctx));
    return this.#start(async () => void this.#subscriptions.push(await onEvent(this.#bus, event, scoped, { observer: this.#observer })));
  }

  queue(queue: QueueContract, handler: (payload: never, delivery: Delivery) => Promise<void>, options: { concurrency: number }): Promise<void> {
    this.queues.add(queue);
    const scoped = async (payload: unknown, delivery: Delivery) => {
      const started = performance.now();
      this.#jobsInHand.set(queue.name, this.jobsInHand(queue) + 1);
      const ended = (outcome: JobEnded['outcome'], error?: unknown) => this.#observer.jobEnded?.({ queue, delivery, durationMs: performance.now() - started, outcome, error });
      try {
        await traced(this.#observer, { kind: 'process', channel: 'queue', name: queue.name, attempt: delivery.attempt }, delivery.ctx, (ctx) => inCallScope(ctx, () => handler(payload as never, { ...delivery, ctx })));
        ended('done');
      } catch (error) {
        inCallScope(delivery.ctx, () => ended(delivery.signal.aborted ? 'returned' : 'failed', error));
        throw error;
      } finally {
        this.#jobsInHand.set(queue.name, this.jobsInHand(queue) - 1);
      }
    };
    const onParked = async (job: ParkedJob) => {
      this.#observer.jobParked?.({ queue, job });
      for (const listener of this.#parkedListeners.get(queue.name) ?? []) await listener(job);
    };
    return this.#start(async () => void this.#consumers.push(await this.#queue.consume(queue, scoped, { concurrency: options.concurrency, onParked })));
  }

  /** Told in the process whose worker gave the job up. */
  onParked(queue: QueueContract, listener: (job: ParkedJob) => Promise<void> | void): void {
    this.#parkedListeners.set(queue.name, [...(this.#parkedListeners.get(queue.name) ?? []), listener]);
  }

  async start(): Promise<void> {
    this.#started = true;
    await Promise.all(this.#starters.splice(0).map((starter) => starter()));
  }

  /** Jobs are told to stop and go back to the queue. Calls are still served: the jobs may need them to finish. */
  async drainJobs(): Promise<void> {
    await Promise.all(this.#consumers.splice(0).map((consumer) => consumer.drain()));
  }

  /**
   * Stops taking calls and lets those in hand finish. With `graceMs` it first serves until none is in hand: in one process a
   * call in hand may still call other services that live here, so none may stop before all are idle.
   */
  async drainCalls(graceMs: number): Promise<void> {
    if (graceMs > 0 && this.#callsInHand > 0) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, graceMs);
        this.#idle.push(() => (clearTimeout(timer), resolve()));
      });
    }
    await Promise.all(this.#subscriptions.splice(0).map((subscription) => subscription.drain()));
  }

  async #start(starter: () => Promise<void>): Promise<void> {
    if (this.#started) await starter();
    else this.#starters.push(starter);
  }
}

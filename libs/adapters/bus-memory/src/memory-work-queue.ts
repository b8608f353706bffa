import type { QueueContract, QueuePayload } from '@twinmcp/contracts';
import { backoffMs, errorMessage } from '@twinmcp/kernel';
import { JOB_BACKOFF, jobContext, parseTolerant, runDelivery, type CallContext, type Delivery, type ParkedJob, type Subscription, type WorkQueue } from '@twinmcp/messaging';
import { InFlight } from './in-flight.ts';

interface Job {
  readonly id: string;
  readonly payload: unknown;
  readonly ctx: CallContext;
  readonly enqueuedAt: number;
  /** Deliveries so far. */
  attempts: number;
}

interface Consumer {
  readonly handler: (payload: unknown, delivery: Delivery) => Promise<void>;
  readonly onParked: ((job: ParkedJob) => Promise<void> | void) | undefined;
  readonly concurrency: number;
  readonly abort: AbortController;
  readonly inFlight: InFlight;
}

interface Queue {
  readonly contract: QueueContract;
  readonly waiting: Job[];
  /** Delivered and neither acknowledged nor parked: in hand, or waiting for redelivery. */
  readonly pending: Set<Job>;
  readonly parked: Map<string, ParkedJob>;
  readonly seen: Map<string, number>;
  readonly consumers: Consumer[];
}

export interface MemoryWorkQueueOptions {
  /** Wait before a failed job is delivered again, full jitter. Default 1 s doubling to 60 s. */
  readonly backoff?: { readonly baseDelayMs: number; readonly maxDelayMs: number };
  /** The same id within this time is stored once. Default two minutes. */
  readonly dedupeWindowMs?: number;
}

/** The work queue of one process. It forgets when the process ends: who accepts work keeps a record of it and enqueues again at start. */
export class MemoryWorkQueue implements WorkQueue {
  readonly #queues = new Map<string, Queue>();
  readonly #backoff: { readonly baseDelayMs: number; readonly maxDelayMs: number };
  readonly #dedupeWindowMs: number;

  constructor(options: MemoryWorkQueueOptions = {}) {
    this.#backoff = options.backoff ?? JOB_BACKOFF;
    this.#dedupeWindowMs = options.dedupeWindowMs ?? 120_000;
  }

  async enqueue<C extends QueueContract>(contract: C, id: string, payload: QueuePayload<C>, ctx: CallContext): Promise<void> {
    const queue = this.#queue(contract);
    const checked = parseTolerant(contract.payload, payload, `job ${contract.name}`);
    const now = Date.now();
    for (const [seenId, at] of queue.seen) {
      if (now - at < this.#dedupeWindowMs) break; // insertion order = time order
      queue.seen.delete(seenId);
    }
    if (queue.seen.has(id)) return;
    queue.seen.set(id, now);
    queue.waiting.push({ id, payload: checked, ctx, enqueuedAt: now, attempts: 0 });
    this.#dispatch(queue);
  }

  async consume<C extends QueueContract>(contract: C, handler: (payload: QueuePayload<C>, delivery: Delivery) => Promise<void>, options: { concurrency?: number; onParked?: (job: ParkedJob) => Promise<void> | void } = {}): Promise<Subscription> {
    const queue = this.#queue(contract);
    const consumer: Consumer = { handler: handler as Consumer['handler'], onParked: options.onParked, concurrency: options.concurrency ?? 1, abort: new AbortController(), inFlight: new InFlight() };
    queue.consumers.push(consumer);
    this.#dispatch(queue);
    return {
      drain: async () => {
        const index = queue.consumers.indexOf(consumer);
        if (index >= 0) queue.consumers.splice(index, 1);
        consumer.abort.abort();
        await consumer.inFlight.settled();
      },
    };
  }

  async parked(contract: QueueContract): Promise<ParkedJob[]> {
    return [...this.#queue(contract).parked.values()];
  }

  async unpark(contract: QueueContract, id: string): Promise<boolean> {
    const queue = this.#queue(contract);
    const job = queue.parked.get(id);
    if (!job) return false;
    queue.parked.delete(id);
    queue.waiting.push({ id, payload: job.payload, ctx: jobContext(), enqueuedAt: Date.now(), attempts: 0 });
    this.#dispatch(queue);
    return true;
  }

  async depth(contract: QueueContract): Promise<{ waiting: number; inFlight: number }> {
    const queue = this.#queue(contract);
    return { waiting: queue.waiting.length, inFlight: queue.pending.size };
  }

  async oldest(contract: QueueContract): Promise<number | null> {
    const queue = this.#queue(contract);
    const times = [...queue.waiting, ...queue.pending].map(({ enqueuedAt }) => enqueuedAt);
    return times.length === 0 ? null : Math.min(...times);
  }

  #queue(contract: QueueContract): Queue {
    let queue = this.#queues.get(contract.name);
    if (!queue) this.#queues.set(contract.name, (queue = { contract, waiting: [], pending: new Set(), parked: new Map(), seen: new Map(), consumers: [] }));
    return queue;
  }

  #dispatch(queue: Queue): void {
    while (queue.waiting.length > 0) {
      const consumer = queue.consumers.find((candidate) => candidate.inFlight.size < candidate.concurrency);
      if (!consumer) return;
      queue.consumers.push(...queue.consumers.splice(queue.consumers.indexOf(consumer), 1)); // round robin
      const job = queue.waiting.shift()!;
      queue.pending.add(job);
      void consumer.inFlight.track(this.#deliver(queue, job, consumer)).then(() => this.#dispatch(queue));
    }
  }

  async #deliver(queue: Queue, job: Job, consumer: Consumer): Promise<void> {
    const { contract } = queue;
    const attempt = ++job.attempts;
    await new Promise((resolve) => setImmediate(resolve));
    const parsed = contract.payload.safeParse(job.payload);
    if (!parsed.success) return this.#park(queue, job, consumer, errorMessage(parsed.error));
    const end = await runDelivery(contract.ackWaitMs, consumer.abort.signal, (signal, renew) => consumer.handler(parsed.data, { attempt, signal, ctx: jobContext(job.ctx, signal), working: async () => renew() }));
    if (end.kind === 'done') queue.pending.delete(job);
    else if (end.kind === 'drained') this.#giveBack(queue, job);
    else if (attempt >= contract.maxDeliveries) await this.#park(queue, job, consumer, errorMessage(end.error));
    else if (end.kind === 'expired') this.#redeliver(queue, job);
    else setTimeout(() => this.#redeliver(queue, job), backoffMs(this.#backoff, attempt - 1)).unref?.();
  }

  /** A drained worker stopped half-way: that is no failure of the job. */
  #giveBack(queue: Queue, job: Job): void {
    job.attempts--;
    this.#redeliver(queue, job);
  }

  #redeliver(queue: Queue, job: Job): void {
    if (!queue.pending.delete(job)) return;
    queue.waiting.unshift(job);
    this.#dispatch(queue);
  }

  async #park(queue: Queue, job: Job, consumer: Consumer, lastError: string): Promise<void> {
    const parked: ParkedJob = { id: job.id, payload: job.payload, attempts: job.attempts, lastError, parkedAtMs: Date.now() };
    queue.parked.set(job.id, parked);
    await Promise.resolve(parked).then(consumer.onParked).catch(() => undefined);
    queue.pending.delete(job);
  }
}

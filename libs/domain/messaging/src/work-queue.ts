import type { QueueContract, QueuePayload } from '@twinmcp/contracts';
import type { Subscription } from './message-bus.ts';
import type { CallContext } from './call-context.ts';

export interface Delivery {
  /** 1 for the first delivery. */
  readonly attempt: number;
  /** Tells the queue that the work goes on; call it more often than the contract's `ackWaitMs`. */
  working(): Promise<void>;
  /** Aborted when the consumer drains: stop at the next safe point and throw; the job is delivered again. */
  readonly signal: AbortSignal;
  readonly ctx: CallContext;
}

export interface ParkedJob {
  readonly id: string;
  readonly payload: unknown;
  readonly attempts: number;
  readonly lastError: string;
  readonly parkedAtMs: number;
}

/**
 * Work that is done at least once. A handler that returns acknowledges; one that throws gets the job redelivered with
 * backoff; after `maxDeliveries` the job is parked with its last error. A payload that does not fit the schema is parked at once.
 */
export interface WorkQueue {
  /** Resolves when the job is stored. The same `id` within two minutes is stored once. */
  enqueue<C extends QueueContract>(queue: C, id: string, payload: QueuePayload<C>, ctx: CallContext): Promise<void>;
  consume<C extends QueueContract>(queue: C, handler: (payload: QueuePayload<C>, delivery: Delivery) => Promise<void>, options?: { concurrency?: number; onParked?: (job: ParkedJob) => Promise<void> | void }): Promise<Subscription>;
  parked(queue: QueueContract): Promise<ParkedJob[]>;
  /** Back into the queue, attempts reset. */
  unpark(queue: QueueContract, id: string): Promise<boolean>;
  depth(queue: QueueContract): Promise<{ waiting: number; inFlight: number }>;
  /** When the oldest job that is not done came in, ms since the epoch; null when there is none. */
  oldest(queue: QueueContract): Promise<number | null>;
}

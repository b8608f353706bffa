import type { QueueContract } from '@twinmcp/contracts';
import { AckPolicy, DeliverPolicy, jetstream, jetstreamManager, RetentionPolicy, StorageType, type Consumer, type JetStreamClient } from '@nats-io/jetstream';
import { nanos } from '@nats-io/transport-node';
import type { NatsLink } from './nats-link.ts';
import { toLocalError } from './nats-errors.ts';

const DEDUPE_WINDOW_MS = 120_000;
const DURABLE = 'workers';
export const CALL_TIMEOUT_MS = 5_000;

/** The stream of a queue and its one durable consumer, shared by all workers; made when first needed, and again should the server have lost them. */
export class JobStream {
  readonly queue: QueueContract;
  readonly stream: string;
  readonly #link: NatsLink;
  #consumer: Promise<Consumer> | null = null;

  constructor(link: NatsLink, queue: QueueContract) {
    this.#link = link;
    this.queue = queue;
    this.stream = `TWINMCP_QUEUE_${queue.name.replaceAll(/[^A-Za-z0-9_-]/g, '_')}`;
  }

  get client(): JetStreamClient {
    return jetstream(this.#link.nc, { timeout: CALL_TIMEOUT_MS });
  }

  async consumer(): Promise<Consumer> {
    await this.#link.ready(CALL_TIMEOUT_MS, this.stream);
    this.#consumer ??= this.#make();
    try {
      return await this.#consumer;
    } catch (error) {
      this.#consumer = null;
      throw toLocalError(error, `queue ${this.queue.name}`, this.#link.state === 'connected');
    }
  }

  /** A work-queue stream holds what is not acknowledged, so its first message is the oldest job. */
  async oldest(): Promise<number | null> {
    await this.consumer();
    try {
      const manager = await jetstreamManager(this.#link.nc, { timeout: CALL_TIMEOUT_MS, checkAPI: false });
      const { state } = await manager.streams.info(this.stream);
      return state.messages === 0 ? null : Date.parse(state.first_ts);
    } catch (error) {
      throw toLocalError(error, `queue ${this.queue.name}`, this.#link.state === 'connected');
    }
  }

  forget(): void {
    this.#consumer = null;
  }

  async #make(): Promise<Consumer> {
    const manager = await jetstreamManager(this.#link.nc, { timeout: CALL_TIMEOUT_MS, checkAPI: false });
    const stream = { subjects: [this.queue.subject], duplicate_window: nanos(DEDUPE_WINDOW_MS), num_replicas: this.#link.options.replicas ?? 1, description: this.queue.summary };
    const known = await manager.streams.info(this.stream).catch(() => null);
    if (known) await manager.streams.update(this.stream, stream);
    else await manager.streams.add({ ...stream, name: this.stream, retention: RetentionPolicy.Workqueue, storage: StorageType.File });
    // Deliveries are counted by the workers, not by the server: a job over the limit must be parked, not left lying in the stream.
    const consumer = { ack_wait: nanos(this.queue.ackWaitMs), max_deliver: -1, max_ack_pending: 10_000 };
    const existing = await manager.consumers.info(this.stream, DURABLE).catch(() => null);
    if (existing) await manager.consumers.update(this.stream, DURABLE, consumer);
    else await manager.consumers.add(this.stream, { ...consumer, durable_name: DURABLE, ack_policy: AckPolicy.Explicit, deliver_policy: DeliverPolicy.All });
    return this.client.consumers.get(this.stream, DURABLE);
  }
}

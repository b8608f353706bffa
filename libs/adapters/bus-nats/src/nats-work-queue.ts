import type { QueueContract, QueuePayload } from '@twinmcp/contracts';
import { LocalError, backoffMs, errorMessage, newId, retry, sleep } from '@twinmcp/kernel';
import { contextFromHeaders, contextToHeaders, JOB_BACKOFF, jobContext, parseTolerant, runDelivery, type CallContext, type Delivery, type KeyValueStore, type ParkedJob, type Subscription, type WorkQueue } from '@twinmcp/messaging';
import type { JsMsg } from '@nats-io/jetstream';
import { decodeHeaders, decodePayload, encodeHeaders, encodePayload } from './codec.ts';
import { CALL_TIMEOUT_MS, JobStream } from './job-stream.ts';
import type { NatsLink } from './nats-link.ts';
import { toLocalError } from './nats-errors.ts';
import { ParkedJobs } from './parked-jobs.ts';

const JOB_ID = 'twinmcp-job-id';
/** Failed deliveries of earlier copies of the job, when a drained worker put it back as a new one. */
const FAILED_BEFORE = 'twinmcp-job-failed-before';
/** One pull request to the server; also how long an idle worker needs to drain. */
const PULL_MS = 1_000;

type Handler = (payload: unknown, delivery: Delivery) => Promise<void>;
type OnParked = ((job: ParkedJob) => Promise<void> | void) | undefined;

/** JetStream: a work-queue stream on disk for each queue, explicit acknowledgement, given-up jobs in a bucket of their own. */
export class NatsWorkQueue implements WorkQueue {
  readonly #link: NatsLink;
  readonly #parked: ParkedJobs;
  readonly #streams = new Map<string, JobStream>();
  readonly #consumers = new Set<Subscription>();

  constructor(link: NatsLink, kv: KeyValueStore) {
    this.#link = link;
    this.#parked = new ParkedJobs(kv);
  }

  async enqueue<C extends QueueContract>(queue: C, id: string, payload: QueuePayload<C>, ctx: CallContext): Promise<void> {
    const checked = parseTolerant(queue.payload, payload, `job ${queue.name}`);
    await this.#publish(queue, checked, { ...contextToHeaders(ctx), [JOB_ID]: id }, id);
  }

  async consume<C extends QueueContract>(queue: C, handler: (payload: QueuePayload<C>, delivery: Delivery) => Promise<void>, options: { concurrency?: number; onParked?: OnParked } = {}): Promise<Subscription> {
    await this.#stream(queue).consumer();
    const abort = new AbortController();
    const loops = Array.from({ length: options.concurrency ?? 1 }, () => this.#work(queue, handler as Handler, options.onParked, abort.signal));
    const subscription: Subscription = {
      drain: async () => {
        abort.abort();
        await Promise.all(loops);
        this.#consumers.delete(subscription);
      },
    };
    this.#consumers.add(subscription);
    return subscription;
  }

  parked(queue: QueueContract): Promise<ParkedJob[]> {
    return this.#parked.list(queue);
  }

  async unpark(queue: QueueContract, id: string): Promise<boolean> {
    const job = await this.#parked.get(queue, id);
    if (!job) return false;
    await this.#publish(queue, job.payload, { ...contextToHeaders(jobContext()), [JOB_ID]: id }, newId('again'));
    await this.#parked.remove(queue, id);
    return true;
  }

  async depth(queue: QueueContract): Promise<{ waiting: number; inFlight: number }> {
    const consumer = await this.#stream(queue).consumer();
    const info = await consumer.info().catch((error: unknown) => {
      throw toLocalError(error, `queue ${queue.name}`, this.#link.state === 'connected');
    });
    return { waiting: info.num_pending, inFlight: info.num_ack_pending };
  }

  async oldest(queue: QueueContract): Promise<number | null> {
    return this.#stream(queue).oldest();
  }

  async close(): Promise<void> {
    await Promise.all([...this.#consumers].map((consumer) => consumer.drain()));
  }

  #stream(queue: QueueContract): JobStream {
    let stream = this.#streams.get(queue.name);
    if (!stream) this.#streams.set(queue.name, (stream = new JobStream(this.#link, queue)));
    return stream;
  }

  /** Trying again is safe: the server knows the message id for two minutes. */
  #publish(queue: QueueContract, payload: unknown, headers: Record<string, string>, messageId: string): Promise<void> {
    const stream = this.#stream(queue);
    const store = async (): Promise<void> => {
      await stream.consumer();
      try {
        await stream.client.publish(queue.subject, encodePayload(payload), { msgID: messageId, headers: encodeHeaders(headers), timeout: CALL_TIMEOUT_MS });
      } catch (error) {
        stream.forget();
        throw toLocalError(error, `queue ${queue.name}`, this.#link.state === 'connected');
      }
    };
    return retry(store, { attempts: 4, baseDelayMs: 100, maxDelayMs: 1_000, retryable: (error) => error instanceof LocalError && error.kind !== 'refused' });
  }

  /** One slot of a worker: takes a job, does it, takes the next. Outlives a lost connection. */
  async #work(queue: QueueContract, handler: Handler, onParked: OnParked, stop: AbortSignal): Promise<void> {
    for (let failures = 0; !stop.aborted; ) {
      try {
        const msg = await (await this.#stream(queue).consumer()).next({ expires: PULL_MS });
        failures = 0;
        if (msg && stop.aborted) msg.nak();
        else if (msg) await this.#deliver(queue, msg, handler, onParked, stop);
      } catch (error) {
        if (this.#link.state === 'closed') return;
        this.#stream(queue).forget();
        this.#link.options.onStatus?.({ type: 'error', reason: `queue ${queue.name}: ${errorMessage(error)}` });
        await sleep(100 + backoffMs({ baseDelayMs: 100, maxDelayMs: 5_000 }, Math.min(failures++, 10)), stop).catch(() => undefined);
      }
    }
  }

  async #deliver(queue: QueueContract, msg: JsMsg, handler: Handler, onParked: OnParked, stop: AbortSignal): Promise<void> {
    const headers = decodeHeaders(msg.headers);
    const id = headers[JOB_ID] ?? `seq-${msg.seq}`;
    const failedBefore = Number(headers[FAILED_BEFORE] ?? 0);
    const attempt = failedBefore + msg.info.deliveryCount;
    const raw = decodePayload(msg.data);
    const park = async (lastError: string, attempts: number): Promise<void> => {
      const job: ParkedJob = { id, payload: raw ?? null, attempts, lastError, parkedAtMs: Date.now() };
      await this.#parked.park(queue, job);
      await Promise.resolve(job).then(onParked).catch((error: unknown) => this.#link.options.onStatus?.({ type: 'error', reason: `parking of ${queue.name} ${id}: ${errorMessage(error)}` }));
      await settle(msg);
    };
    const parsed = queue.payload.safeParse(raw);
    if (!parsed.success) return park(errorMessage(parsed.error), attempt);
    // The last worker neither finished nor failed: it died with the job or gave no sign of life in time.
    if (attempt > queue.maxDeliveries) return park(`no acknowledgement within ${queue.ackWaitMs} ms, ${queue.maxDeliveries} times`, queue.maxDeliveries);
    const origin = contextFromHeaders(headers, 0);
    const working = (renew: () => void) => async () => {
      renew();
      msg.working();
    };
    const end = await runDelivery(queue.ackWaitMs, stop, (signal, renew) => handler(parsed.data, { attempt, signal, ctx: jobContext(origin, signal), working: working(renew) }));
    if (end.kind === 'done') await settle(msg);
    else if (end.kind === 'drained') await this.#giveBack(queue, msg, headers, raw, attempt - 1);
    else if (attempt >= queue.maxDeliveries) await park(errorMessage(end.error), attempt);
    else if (end.kind === 'failed') msg.nak(Math.ceil(backoffMs(this.#link.options.jobBackoff ?? JOB_BACKOFF, attempt - 1)));
    // expired: the server delivers it again by itself
  }

  /** A drained worker stopped half-way: no failure of the job, so it goes back as a new message whose deliveries count from here. */
  async #giveBack(queue: QueueContract, msg: JsMsg, headers: Record<string, string>, payload: unknown, failedBefore: number): Promise<void> {
    const kept = Object.fromEntries(Object.entries(headers).filter(([key]) => key.startsWith('twinmcp-') || key === 'traceparent'));
    try {
      await this.#publish(queue, payload, { ...kept, [FAILED_BEFORE]: String(failedBefore) }, newId('back'));
      await settle(msg);
    } catch {
      msg.nak(); // costs one delivery, loses nothing
    }
  }
}

/** Without the server's confirmation the job comes again, which handlers must bear anyway. */
async function settle(msg: JsMsg): Promise<void> {
  await msg.ackAck({ timeout: CALL_TIMEOUT_MS }).catch(() => undefined);
}

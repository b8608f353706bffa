import { LocalError, sleep, withTimeout } from '@twinmcp/kernel';
import { handlerFailedReply, payloadTooLargeReply, type Message, type MessageBus, type RequestOptions, type Subscription } from '@twinmcp/messaging';
import type { Msg, Subscription as NatsSubscription } from '@nats-io/transport-node';
import { decodeMessage, encodeHeaders, encodePayload, HEADER_RESERVE_BYTES } from './codec.ts';
import { MAX_RECONNECT_DELAY_MS, type NatsLink } from './nats-link.ts';
import { toLocalError } from './nats-errors.ts';

/** How long a reply or an event waits for a lost connection to come back. */
const RECONNECT_WAIT_MS = 10_000;
/** By then a caller whose connection broke at the same time is back: above the longest wait between attempts to reconnect. */
const CALLER_BACK_MS = MAX_RECONNECT_DELAY_MS + 500;

/** Core NATS: requests to queue groups, events to everybody. Payloads are JSON. */
export class NatsMessageBus implements MessageBus {
  readonly maxPayloadBytes: number;
  readonly #link: NatsLink;
  readonly #subscriptions = new Set<Subscription>();
  pendingRequests = 0;

  constructor(link: NatsLink) {
    this.#link = link;
    this.maxPayloadBytes = (link.nc.info?.max_payload ?? 1_048_576) - HEADER_RESERVE_BYTES;
  }

  get state(): MessageBus['state'] {
    return this.#link.state;
  }

  async request(subject: string, message: Message, options: RequestOptions): Promise<Message> {
    const data = this.#encode(subject, message);
    if (options.signal?.aborted) throw new LocalError('cancelled', `${subject} was cancelled`, options.signal.reason);
    const until = Date.now() + options.timeoutMs;
    if (this.#link.state !== 'connected') await this.#link.ready(options.timeoutMs, subject, options.signal);
    const timeout = Math.max(1, Math.ceil(until - Date.now()));
    this.pendingRequests++;
    try {
      const reply = this.#link.nc.request(subject, data, { timeout, headers: encodeHeaders(message.headers) });
      return decodeMessage(options.signal ? await withTimeout(reply, timeout + 50, subject, options.signal) : await reply);
    } catch (error) {
      throw toLocalError(error, subject, this.#link.state === 'connected');
    } finally {
      this.pendingRequests--;
    }
  }

  async serve(subject: string, group: string, handler: (message: Message) => Promise<Message>): Promise<Subscription> {
    return this.#subscribe(subject, group, async (msg) => {
      const { reconnects } = this.#link;
      const reply = await handler(decodeMessage(msg)).catch(handlerFailedReply);
      const data = encodePayload(reply.payload);
      const fitting = data.length <= this.maxPayloadBytes ? { headers: reply.headers, data } : this.#tooLarge(data.length);
      await this.#link.ready(RECONNECT_WAIT_MS, `the answer of ${subject}`);
      const respond = () => msg.respond(fitting.data, { headers: encodeHeaders(fitting.headers) });
      respond();
      if (this.#link.reconnects === reconnects) return;
      // The caller's connection broke too and may be back later than this one. A second answer does no harm.
      await sleep(CALLER_BACK_MS);
      respond();
    });
  }

  async publish(subject: string, message: Message): Promise<void> {
    const data = this.#encode(subject, message);
    await this.#link.ready(RECONNECT_WAIT_MS, subject);
    try {
      this.#link.nc.publish(subject, data, { headers: encodeHeaders(message.headers) });
    } catch (error) {
      throw toLocalError(error, subject, this.#link.state === 'connected');
    }
  }

  async subscribe(subject: string, handler: (message: Message, subject: string) => Promise<void> | void): Promise<Subscription> {
    return this.#subscribe(subject, undefined, async (msg) => handler(decodeMessage(msg), msg.subject));
  }

  async close(): Promise<void> {
    await Promise.all([...this.#subscriptions].map((subscription) => subscription.drain()));
    await this.#link.close();
  }

  async #subscribe(subject: string, queue: string | undefined, handle: (msg: Msg) => Promise<void>): Promise<Subscription> {
    await this.#link.ready(RECONNECT_WAIT_MS, subject);
    const inHand = new Set<Promise<void>>();
    const onMessage = (error: Error | null, msg: Msg) => {
      if (error) return this.#link.options.onStatus?.({ type: 'error', reason: `${subject}: ${error.message}` });
      const work = handle(msg).catch((failure: Error) => this.#link.options.onStatus?.({ type: 'error', reason: `${subject}: ${failure.message}` }));
      inHand.add(work);
      void work.then(() => inHand.delete(work));
    };
    const native = this.#link.nc.subscribe(subject, { queue, callback: onMessage as (error: Error | null, msg: Msg) => void });
    await this.#link.flush(); // the server knows of it before anyone relies on it
    const subscription: Subscription = {
      drain: async () => {
        await this.#end(native);
        while (inHand.size > 0) await Promise.all(inHand);
        await this.#link.flush();
        this.#subscriptions.delete(subscription);
      },
    };
    this.#subscriptions.add(subscription);
    return subscription;
  }

  /** Takes no more, but what the server had already sent still comes in before this resolves. */
  async #end(native: NatsSubscription): Promise<void> {
    if (native.isClosed() || native.isDraining()) return;
    if (this.#link.state === 'connected') await withTimeout(native.drain(), 2_000, 'drain').catch(() => native.unsubscribe());
    else native.unsubscribe();
  }

  #encode(subject: string, message: Message): Buffer {
    const data = encodePayload(message.payload);
    if (data.length > this.maxPayloadBytes) throw new LocalError('refused', `${subject}: ${data.length} bytes are over ${this.maxPayloadBytes}, the most that a message holds`);
    return data;
  }

  #tooLarge(bytes: number): { headers: Readonly<Record<string, string>>; data: Buffer } {
    const reply = payloadTooLargeReply(bytes, this.maxPayloadBytes);
    return { headers: reply.headers, data: encodePayload(reply.payload) };
  }
}

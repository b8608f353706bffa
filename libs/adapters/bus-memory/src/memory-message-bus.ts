import { LocalError, withTimeout } from '@twinmcp/kernel';
import { handlerFailedReply, payloadTooLargeReply, type Message, type MessageBus, type RequestOptions, type Subscription } from '@twinmcp/messaging';
import { InFlight } from './in-flight.ts';
import { jsonSize } from './json-size.ts';

/** The limit of the NATS bus with the server's defaults, so that what is too big for the mesh is too big on the laptop. */
const MAX_PAYLOAD_BYTES = 1_048_576 - 16_384;

interface Server {
  readonly handler: (message: Message) => Promise<Message>;
  readonly inFlight: InFlight;
}

interface Listener {
  readonly matches: (subject: string) => boolean;
  readonly handler: (message: Message, subject: string) => Promise<void> | void;
  readonly inFlight: InFlight;
}

/**
 * Requests and events within one process. A payload is handed over by reference, not copied: sender and receiver must not
 * change it afterwards (the RPC layer parses requests and replies into fresh objects, so this concerns raw users only).
 * Handlers start in a later turn of the event loop, as over a network, so that I/O is not starved by a chain of calls.
 */
export class MemoryMessageBus implements MessageBus {
  readonly maxPayloadBytes: number;
  readonly #groups = new Map<string, Map<string, Server[]>>();
  readonly #listeners = new Set<Listener>();
  readonly #subscriptions = new Set<Subscription>();
  #closed = false;

  constructor(options: { maxPayloadBytes?: number } = {}) {
    this.maxPayloadBytes = options.maxPayloadBytes ?? MAX_PAYLOAD_BYTES;
  }

  get state(): MessageBus['state'] {
    return this.#closed ? 'closed' : 'connected';
  }

  request(subject: string, message: Message, options: RequestOptions): Promise<Message> {
    const refusal = options.signal?.aborted ? new LocalError('cancelled', `${subject} was cancelled`, options.signal.reason) : this.#refusal(subject, message);
    if (refusal) return Promise.reject(refusal);
    const groups = this.#groups.get(subject);
    if (!groups || groups.size === 0) return Promise.reject(new LocalError('no-responder', `nobody serves ${subject}`));
    const answers = [...groups.values()].map((members) => {
      const server = members.shift()!; // round robin
      members.push(server);
      return server.inFlight.track(this.#answer(server, message));
    });
    return withTimeout(answers.length === 1 ? answers[0]! : Promise.race(answers), options.timeoutMs, subject, options.signal);
  }

  async #answer(server: Server, message: Message): Promise<Message> {
    const reply = await nextTurn().then(() => server.handler(message)).catch(handlerFailedReply);
    const bytes = jsonSize(reply.payload, this.maxPayloadBytes);
    return bytes > this.maxPayloadBytes ? payloadTooLargeReply(bytes, this.maxPayloadBytes) : reply;
  }

  async serve(subject: string, group: string, handler: (message: Message) => Promise<Message>): Promise<Subscription> {
    this.#assertOpen();
    const server: Server = { handler, inFlight: new InFlight() };
    let groups = this.#groups.get(subject);
    if (!groups) this.#groups.set(subject, (groups = new Map()));
    const members = groups.get(group) ?? [];
    groups.set(group, members);
    members.push(server);
    return this.#subscription(server.inFlight, () => {
      const index = members.indexOf(server);
      if (index >= 0) members.splice(index, 1);
      if (members.length === 0 && groups.get(group) === members) groups.delete(group);
      if (groups.size === 0 && this.#groups.get(subject) === groups) this.#groups.delete(subject);
    });
  }

  async publish(subject: string, message: Message): Promise<void> {
    const refusal = this.#refusal(subject, message);
    if (refusal) throw refusal;
    for (const listener of this.#listeners) {
      if (!listener.matches(subject)) continue;
      listener.inFlight.track(nextTurn().then(() => listener.handler(message, subject))).catch(() => undefined);
    }
  }

  async subscribe(subject: string, handler: (message: Message, subject: string) => Promise<void> | void): Promise<Subscription> {
    this.#assertOpen();
    const prefix = subject.endsWith('.>') ? subject.slice(0, -1) : null;
    const listener: Listener = { handler, inFlight: new InFlight(), matches: prefix === null ? (s) => s === subject : (s) => s.length > prefix.length && s.startsWith(prefix) };
    this.#listeners.add(listener);
    return this.#subscription(listener.inFlight, () => this.#listeners.delete(listener));
  }

  async close(): Promise<void> {
    await Promise.all([...this.#subscriptions].map((subscription) => subscription.drain()));
    this.#closed = true;
  }

  #subscription(inFlight: InFlight, remove: () => void): Subscription {
    const subscription: Subscription = {
      drain: async () => {
        remove();
        await inFlight.settled();
        this.#subscriptions.delete(subscription);
      },
    };
    this.#subscriptions.add(subscription);
    return subscription;
  }

  #refusal(subject: string, message: Message): LocalError | null {
    if (this.#closed) return new LocalError('disconnected', `the bus is closed; ${subject} was not sent`);
    const bytes = jsonSize(message.payload, this.maxPayloadBytes);
    return bytes > this.maxPayloadBytes ? new LocalError('refused', `${subject}: over ${this.maxPayloadBytes} bytes, the most that a message holds`) : null;
  }

  #assertOpen(): void {
    if (this.#closed) throw new LocalError('disconnected', 'the bus is closed');
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

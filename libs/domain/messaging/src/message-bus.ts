/** A payload is a JSON value: what a JSON round trip would change (undefined members aside) must not be sent. */
export interface Message {
  readonly headers: Readonly<Record<string, string>>;
  readonly payload: unknown;
}

export interface Subscription {
  /** Takes no new messages, lets those in hand finish, then ends. */
  drain(): Promise<void>;
}

export interface RequestOptions {
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

/**
 * Request/response and publish/subscribe. Implementations: in process, NATS; both pass `messageBusConformance`.
 *
 * `request` fails with a `LocalError`: `no-responder` (nobody serves the subject), `timeout`, `cancelled`, `refused`
 * (payload over the limit), `disconnected` (transport gone and not back in time).
 */
export interface MessageBus {
  request(subject: string, message: Message, options: RequestOptions): Promise<Message>;
  /** Each request goes to one member of the group. An error thrown by the handler is a bug: the RPC layer turns errors into replies. */
  serve(subject: string, group: string, handler: (message: Message) => Promise<Message>): Promise<Subscription>;
  publish(subject: string, message: Message): Promise<void>;
  /** Every subscriber gets every message. `subject` may end in `.>`. */
  subscribe(subject: string, handler: (message: Message, subject: string) => Promise<void> | void): Promise<Subscription>;
  readonly state: 'connected' | 'reconnecting' | 'closed';
  /** Largest payload, bytes of JSON. */
  readonly maxPayloadBytes: number;
  /** Requests that wait for their answer; only a bus over a network tells. */
  readonly pendingRequests?: number;
  /** Drains every subscription, flushes, closes. */
  close(): Promise<void>;
}

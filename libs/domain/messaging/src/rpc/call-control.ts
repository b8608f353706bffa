import type { ServiceName } from '@twinmcp/contracts';
import type { MessageBus, Subscription } from '../message-bus.ts';

/** Side channel of a service: every replica hears it. `call` is the traceparent of the call, unique per attempt chain. */
export const controlSubject = (service: ServiceName): string => `twinmcp.v1.control.${service}`;

/** Where callers listen for the answers to their probes. */
export const ALIVE_PREFIX = 'twinmcp.v1.alive.';

export type ControlMessage = { readonly kind: 'cancel'; readonly call: string } | { readonly kind: 'probe'; readonly call: string; readonly replyTo: string };

/** Calls in hand in this process for one service, so that a caller can cancel one or ask whether it is still worked on. */
export class CallControl {
  readonly #calls = new Map<string, Set<AbortController>>();
  readonly #bus: MessageBus;
  readonly #service: ServiceName;
  #users = 0;
  #subscription: Promise<Subscription> | null = null;

  constructor(bus: MessageBus, service: ServiceName) {
    this.#bus = bus;
    this.#service = service;
  }

  async acquire(): Promise<void> {
    this.#users++;
    this.#subscription ??= this.#bus.subscribe(controlSubject(this.#service), (message) => this.#onMessage(message.payload as ControlMessage));
    await this.#subscription;
  }

  async release(): Promise<void> {
    if (--this.#users > 0) return;
    const subscription = this.#subscription;
    this.#subscription = null;
    await (await subscription)?.drain();
  }

  enter(call: string): AbortController {
    const abort = new AbortController();
    const same = this.#calls.get(call);
    if (same) same.add(abort);
    else this.#calls.set(call, new Set([abort]));
    return abort;
  }

  leave(call: string, abort: AbortController): void {
    const same = this.#calls.get(call);
    same?.delete(abort);
    if (same?.size === 0) this.#calls.delete(call);
  }

  async #onMessage(message: ControlMessage): Promise<void> {
    const calls = this.#calls.get(message.call);
    if (!calls) return;
    if (message.kind === 'cancel') for (const abort of calls) abort.abort();
    else if (message.kind === 'probe' && message.replyTo.startsWith(ALIVE_PREFIX)) await this.#bus.publish(message.replyTo, { headers: {}, payload: { call: message.call } }).catch(() => undefined);
  }
}

const controls = new WeakMap<MessageBus, Map<ServiceName, CallControl>>();

export function callControl(bus: MessageBus, service: ServiceName): CallControl {
  let ofBus = controls.get(bus);
  if (!ofBus) controls.set(bus, (ofBus = new Map()));
  let control = ofBus.get(service);
  if (!control) ofBus.set(service, (control = new CallControl(bus, service)));
  return control;
}

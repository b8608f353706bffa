import type { EventContract, EventPayload } from '@twinmcp/contracts';
import type { CallContext } from '../call-context.ts';
import type { MessageBus, Subscription } from '../message-bus.ts';
import { contextFromHeaders } from './context-headers.ts';
import type { MessagingObserver } from './observer.ts';
import { traced } from './spans.ts';
import { parseTolerant } from './validation.ts';

/** An event has no caller that waits; its handler gets this long before `ctx.deadline`. */
const EVENT_TIME_MS = 30_000;

export type EventHandler<C extends EventContract> = (payload: EventPayload<C>, ctx: CallContext) => Promise<void> | void;

/** Every process hears every event. What a handler throws goes to the observer and stops nothing. */
export function onEvent<C extends EventContract>(bus: MessageBus, event: C, handler: EventHandler<C>, options: { observer?: MessagingObserver } = {}): Promise<Subscription> {
  return bus.subscribe(event.subject, async (message) => {
    const ctx = contextFromHeaders(message.headers, EVENT_TIME_MS);
    try {
      await traced(options.observer, { kind: 'process', channel: 'event', name: event.name }, ctx, async (within) => handler(parseTolerant(event.payload, message.payload, `event ${event.name}`) as EventPayload<C>, within));
    } catch (error) {
      options.observer?.eventFailed?.({ event, ctx, error });
    }
  });
}

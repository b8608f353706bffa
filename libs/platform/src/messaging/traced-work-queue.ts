import type { QueueContract, QueuePayload } from '@twinmcp/contracts';
import { traced, type CallContext, type MessagingObserver, type WorkQueue } from '@twinmcp/messaging';

/** The queue with a span around each job that is given to it; what its worker does is below that span. */
export class TracedWorkQueue implements WorkQueue {
  readonly #queue: WorkQueue;
  readonly #observer: MessagingObserver | undefined;
  readonly consume: WorkQueue['consume'];
  readonly parked: WorkQueue['parked'];
  readonly unpark: WorkQueue['unpark'];
  readonly depth: WorkQueue['depth'];
  readonly oldest: WorkQueue['oldest'];

  constructor(queue: WorkQueue, observer: MessagingObserver | undefined) {
    this.#queue = queue;
    this.#observer = observer;
    this.consume = queue.consume.bind(queue);
    this.parked = queue.parked.bind(queue);
    this.unpark = queue.unpark.bind(queue);
    this.depth = queue.depth.bind(queue);
    this.oldest = queue.oldest.bind(queue);
  }

  enqueue<C extends QueueContract>(queue: C, id: string, payload: QueuePayload<C>, ctx: CallContext): Promise<void> {
    return traced(this.#observer, { kind: 'send', channel: 'queue', name: queue.name }, ctx, (within) => this.#queue.enqueue(queue, id, payload, within));
  }
}

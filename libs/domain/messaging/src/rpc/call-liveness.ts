import type { ServiceName } from '@twinmcp/contracts';
import { LocalError, newId } from '@twinmcp/kernel';
import type { MessageBus } from '../message-bus.ts';
import { ALIVE_PREFIX, controlSubject, type ControlMessage } from './call-control.ts';

/** Calls answered within one interval cost no message. */
const PROBE_INTERVAL_MS = 500;
/** Probes without an answer before a call counts as lost: the callee may be busy for this many intervals. */
const LOST_AFTER_PROBES = 6;

/** Below this a lost call times out about as early as it would be found out. */
export const WORTH_PROBING_MS = PROBE_INTERVAL_MS * (LOST_AFTER_PROBES + 2);

/**
 * A bus does not tell that the process which took a request died. So a caller that waits asks all replicas of the service
 * now and then whether one of them still has the call in hand; when none says so, the call is lost and can be made anew at
 * once, not only when its timeout is over.
 */
export class CallLiveness {
  readonly #bus: MessageBus;
  readonly #replyTo = ALIVE_PREFIX + newId('caller');
  readonly #heard = new Map<string, () => void>();
  #listening: Promise<unknown> | null = null;

  constructor(bus: MessageBus) {
    this.#bus = bus;
  }

  /** Settles as `answer` does, or fails with `timeout` when nobody works on the call any more. */
  guard<T>(answer: Promise<T>, service: ServiceName, call: string): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      let unanswered = 0;
      const end = () => {
        clearInterval(timer);
        this.#heard.delete(call);
      };
      const timer = setInterval(() => {
        if (this.#bus.state !== 'connected') return;
        if (unanswered++ < LOST_AFTER_PROBES) return void this.#probe(service, call);
        end();
        reject(new LocalError('timeout', `nobody works on the call to ${service} any more: who took it is gone`));
      }, PROBE_INTERVAL_MS);
      timer.unref?.();
      this.#heard.set(call, () => (unanswered = 0));
      answer.then(resolve, reject).then(end);
    });
  }

  async #probe(service: ServiceName, call: string): Promise<void> {
    try {
      await (this.#listening ??= this.#bus.subscribe(this.#replyTo, (message) => this.#heard.get((message.payload as { call: string }).call)?.()));
      const probe: ControlMessage = { kind: 'probe', call, replyTo: this.#replyTo };
      await this.#bus.publish(controlSubject(service), { headers: {}, payload: probe });
    } catch {
      this.#listening = null; // the timeout of the call decides
    }
  }
}

import type { NatsStatus } from './nats-options.ts';

/** What is needed of a logger. */
export interface StatusLogger {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
}

/** Between two lines that say the same, ms. */
const REPEAT_MS = 10_000;

/** Writes what happens to the connection. A server that is not there is said at once and then every ten seconds, not at every try. */
export function natsStatusLog(log: StatusLogger, now: () => number = () => performance.now()): (status: NatsStatus) => void {
  let waitingSince: number | null = null;
  let saidAt = Number.NEGATIVE_INFINITY;
  return (status) => {
    if (status.type === 'waiting') {
      waitingSince ??= now();
      if (now() - saidAt < REPEAT_MS) return;
      saidAt = now();
      log.warn({ waitedS: Math.round((now() - waitingSince) / 1_000) }, `waiting for NATS: ${status.reason}`);
    } else if (status.type === 'disconnected' || status.type === 'error') log.warn({ nats: status }, 'nats');
    else log.info({ nats: status }, 'nats');
  };
}

import { DomainError } from '@twinmcp/kernel';
import { jetstreamManager } from '@nats-io/jetstream';
import { NatsKeyValueStore } from './nats-key-value-store.ts';
import { NatsLink } from './nats-link.ts';
import { NatsMessageBus } from './nats-message-bus.ts';
import type { NatsOptions } from './nats-options.ts';
import { NatsWorkQueue } from './nats-work-queue.ts';

export interface NatsTransports {
  readonly bus: NatsMessageBus;
  readonly queue: NatsWorkQueue;
  readonly kv: NatsKeyValueStore;
  /** Drains everything, flushes, closes the one connection that all three share. */
  close(): Promise<void>;
}

/**
 * Waits with backoff until a server answers (`connectTimeoutMs`, `onStatus` says so meanwhile), then reconnects for ever.
 * Fails with `unauthenticated` for refused credentials and `unsupported` for a server without JetStream.
 */
export async function connectNats(options: NatsOptions): Promise<NatsTransports> {
  const link = await NatsLink.open(options);
  try {
    await jetstreamManager(link.nc, { timeout: 5_000 });
  } catch (error) {
    await link.close();
    throw new DomainError('unsupported', 'the NATS server has no JetStream: start it with `nats-server -js -sd <folder>`', { cause: error });
  }
  const kv = new NatsKeyValueStore(link);
  const queue = new NatsWorkQueue(link, kv);
  const bus = new NatsMessageBus(link);
  const close = async () => {
    await queue.close();
    await kv.close();
    await bus.close();
  };
  return { bus, queue, kv, close };
}

import { errorMessage } from '@twinmcp/kernel';
import type { KeyValueEntry } from '@twinmcp/messaging';
import type { KvEntry } from '@nats-io/kv';
import { decodePayload } from './codec.ts';

/** A watch that begins anew after a reconnect and passes on only what is newer than what it has seen. */
export class BucketWatch {
  readonly #start: () => Promise<AsyncIterable<KvEntry> & { stop(): void }>;
  readonly #handler: (entry: KeyValueEntry) => void | Promise<void>;
  readonly #onError: (reason: string) => void;
  readonly #seen = new Map<string, number>();
  #current: { stop(): void } | null = null;
  #tail: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(start: () => Promise<AsyncIterable<KvEntry> & { stop(): void }>, handler: (entry: KeyValueEntry) => void | Promise<void>, onError: (reason: string) => void) {
    this.#start = start;
    this.#handler = handler;
    this.#onError = onError;
  }

  async open(): Promise<void> {
    if (this.#closed) return;
    const entries = await this.#start();
    if (this.#closed) return entries.stop();
    this.#current?.stop();
    this.#current = entries;
    void (async () => {
      for await (const entry of entries) this.#take(entry);
    })().catch((error: unknown) => this.#onError(errorMessage(error)));
  }

  get closed(): boolean {
    return this.#closed;
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#current?.stop();
    await this.#tail;
  }

  #take(entry: KvEntry): void {
    const known = this.#seen.get(entry.key);
    if (this.#closed || entry.revision <= (known ?? 0)) return;
    this.#seen.set(entry.key, entry.revision);
    if (entry.operation !== 'PUT' && known === undefined) return; // deleted before the watch began
    this.#tail = this.#tail.then(() => this.#handler(toEntry(entry))).catch((error: unknown) => this.#onError(errorMessage(error)));
  }
}

export function toEntry(entry: KvEntry): KeyValueEntry {
  return { key: entry.key, value: entry.operation === 'PUT' ? decodePayload(entry.value) : null, revision: entry.revision };
}


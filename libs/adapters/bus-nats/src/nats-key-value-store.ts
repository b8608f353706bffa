import { DomainError, errorMessage, retry, isLocalError } from '@twinmcp/kernel';
import type { KeyValueEntry, KeyValueStore, Subscription } from '@twinmcp/messaging';
import { Kvm, type KV, type KvEntry } from '@nats-io/kv';
import { JetStreamApiError, StorageType } from '@nats-io/jetstream';
import { BucketWatch, toEntry } from './bucket-watch.ts';
import { encodePayload } from './codec.ts';
import type { NatsLink } from './nats-link.ts';
import { toLocalError } from './nats-errors.ts';

const KEY = /^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$/;
const MAX_VALUE_BYTES = 512 * 1024;
const WAIT_MS = 5_000;
/** "wrong last sequence", as servers have numbered it over time. */
const CONFLICT_CODES = new Set([10071, 10164]);
const READ_RETRY = { attempts: 3, baseDelayMs: 50, maxDelayMs: 500, retryable: (error: unknown) => isLocalError(error, 'timeout') || isLocalError(error, 'no-responder') };

/** NATS key-value buckets on disk, one value a key. */
export class NatsKeyValueStore implements KeyValueStore {
  readonly #link: NatsLink;
  readonly #buckets = new Map<string, Promise<KV>>();
  readonly #watches = new Set<Subscription>();

  constructor(link: NatsLink) {
    this.#link = link;
  }

  async get(bucket: string, key: string): Promise<KeyValueEntry | null> {
    checkKey(key);
    const entry = await retry(() => this.#with(bucket, (kv) => kv.get(key)), READ_RETRY);
    return entry && entry.operation === 'PUT' ? toEntry(entry) : null;
  }

  async put(bucket: string, key: string, value: unknown, expectedRevision?: number): Promise<number> {
    checkKey(key);
    const data = encodePayload(value);
    if (data.length > MAX_VALUE_BYTES) throw new DomainError('payload-too-large', `${bucket}/${key} is over 512 KiB`);
    return this.#with(bucket, async (kv) => {
      try {
        if (expectedRevision === undefined) return await kv.put(key, data);
        return expectedRevision === 0 ? await kv.create(key, data) : await kv.update(key, data, expectedRevision);
      } catch (error) {
        if (error instanceof JetStreamApiError && CONFLICT_CODES.has(error.code)) {
          throw new DomainError('conflict', `${bucket}/${key} has changed: revision ${expectedRevision} was expected`, { details: { bucket, key, expectedRevision }, cause: error });
        }
        throw error;
      }
    });
  }

  async delete(bucket: string, key: string): Promise<void> {
    checkKey(key);
    await this.#with(bucket, (kv) => kv.delete(key));
  }

  async list(bucket: string, prefix = ''): Promise<KeyValueEntry[]> {
    const entries = await retry(() => this.#with(bucket, (kv) => readAll(kv)), READ_RETRY);
    return entries.filter((entry) => entry.key.startsWith(prefix)).sort((a, b) => (a.key < b.key ? -1 : 1));
  }

  async watch(bucket: string, handler: (entry: KeyValueEntry) => void | Promise<void>): Promise<Subscription> {
    const complain = (reason: string) => this.#link.options.onStatus?.({ type: 'error', reason: `watch of ${bucket}: ${reason}` });
    const watch = new BucketWatch(() => this.#with(bucket, (kv) => kv.watch()), handler, complain);
    await watch.open();
    // The server forgets who watches when it restarts, and takes a moment until its storage answers again.
    const reopen = () => retry(() => watch.open(), { attempts: Number.POSITIVE_INFINITY, baseDelayMs: 50, maxDelayMs: 2_000, retryable: (error) => (complain(errorMessage(error)), !watch.closed && this.#link.state !== 'closed') });
    const offReconnect = this.#link.onReconnect(() => void reopen().catch(() => undefined));
    const subscription: Subscription = {
      drain: async () => {
        offReconnect();
        await watch.close();
        this.#watches.delete(subscription);
      },
    };
    this.#watches.add(subscription);
    return subscription;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#watches].map((watch) => watch.drain()));
  }

  async #with<T>(name: string, use: (kv: KV) => Promise<T>): Promise<T> {
    const what = `bucket ${name}`;
    await this.#link.ready(WAIT_MS, what);
    let bucket = this.#buckets.get(name);
    if (!bucket) this.#buckets.set(name, (bucket = new Kvm(this.#link.nc).create(`twinmcp_${name}`, { history: 1, storage: StorageType.File, replicas: this.#link.options.replicas ?? 1 })));
    try {
      return await use(await bucket);
    } catch (error) {
      const ours = error instanceof DomainError ? error : toLocalError(error, what, this.#link.state === 'connected');
      if (!(ours instanceof DomainError)) this.#buckets.delete(name); // made anew next time: the server may have lost it
      throw ours;
    }
  }
}

async function readAll(kv: KV): Promise<KeyValueEntry[]> {
  const latest = new Map<string, KvEntry>();
  for await (const entry of await kv.history()) latest.set(entry.key, entry);
  return [...latest.values()].filter((entry) => entry.operation === 'PUT').map(toEntry);
}

function checkKey(key: string): void {
  if (!KEY.test(key)) throw new DomainError('invalid-input', `"${key}" is not a key: letters, digits, - and _, with . between levels`);
}

import { DomainError } from '@twinmcp/kernel';
import type { KeyValueEntry, KeyValueStore, Subscription } from '@twinmcp/messaging';

const KEY = /^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$/;
const MAX_VALUE_BYTES = 512 * 1024;

type Watcher = { readonly handler: (entry: KeyValueEntry) => void | Promise<void>; tail: Promise<void> };
interface Bucket {
  readonly entries: Map<string, { json: string; revision: number }>;
  readonly watchers: Set<Watcher>;
}

/** Values are kept as JSON text: nobody can change what is stored through a reference, as over a network. */
export class MemoryKeyValueStore implements KeyValueStore {
  readonly #buckets = new Map<string, Bucket>();
  #revision = 0;

  async get(bucket: string, key: string): Promise<KeyValueEntry | null> {
    checkKey(key);
    const entry = this.#bucket(bucket).entries.get(key);
    return entry ? { key, value: JSON.parse(entry.json), revision: entry.revision } : null;
  }

  async put(bucket: string, key: string, value: unknown, expectedRevision?: number): Promise<number> {
    checkKey(key);
    const json = JSON.stringify(value);
    if (Buffer.byteLength(json) > MAX_VALUE_BYTES) throw new DomainError('payload-too-large', `${bucket}/${key} is over 512 KiB`);
    const { entries } = this.#bucket(bucket);
    const current = entries.get(key)?.revision ?? 0;
    if (expectedRevision !== undefined && expectedRevision !== current) {
      throw new DomainError('conflict', `${bucket}/${key} has changed: expected revision ${expectedRevision}, found ${current}`, { details: { bucket, key, expectedRevision } });
    }
    const revision = ++this.#revision;
    entries.set(key, { json, revision });
    this.#notify(bucket, key, json, revision);
    return revision;
  }

  async delete(bucket: string, key: string): Promise<void> {
    checkKey(key);
    if (this.#bucket(bucket).entries.delete(key)) this.#notify(bucket, key, 'null', ++this.#revision);
  }

  async list(bucket: string, prefix = ''): Promise<KeyValueEntry[]> {
    return this.#entries(bucket, prefix).sort((a, b) => (a.key < b.key ? -1 : 1));
  }

  async watch(bucket: string, handler: (entry: KeyValueEntry) => void | Promise<void>): Promise<Subscription> {
    const { watchers } = this.#bucket(bucket);
    const watcher: Watcher = { handler, tail: Promise.resolve() };
    for (const entry of this.#entries(bucket).sort((a, b) => a.revision - b.revision)) deliver(watcher, entry);
    watchers.add(watcher);
    return {
      drain: async () => {
        watchers.delete(watcher);
        await watcher.tail;
      },
    };
  }

  #entries(bucket: string, prefix = ''): KeyValueEntry[] {
    const found = [...this.#bucket(bucket).entries].filter(([key]) => key.startsWith(prefix));
    return found.map(([key, { json, revision }]) => ({ key, value: JSON.parse(json) as unknown, revision }));
  }

  #notify(bucket: string, key: string, json: string, revision: number): void {
    for (const watcher of this.#bucket(bucket).watchers) deliver(watcher, { key, value: JSON.parse(json), revision });
  }

  #bucket(name: string): Bucket {
    let bucket = this.#buckets.get(name);
    if (!bucket) this.#buckets.set(name, (bucket = { entries: new Map(), watchers: new Set() }));
    return bucket;
  }
}

/** One at a time and in order; a handler that throws misses that entry only. */
function deliver(watcher: Watcher, entry: KeyValueEntry): void {
  watcher.tail = watcher.tail.then(() => watcher.handler(entry)).catch(() => undefined);
}

function checkKey(key: string): void {
  if (!KEY.test(key)) throw new DomainError('invalid-input', `"${key}" is not a key: letters, digits, - and _, with . between levels`);
}

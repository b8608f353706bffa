import type { SharedCache } from '@twinmcp/context';
import { Redis } from 'ioredis';

export interface RedisCacheOptions {
  /** `redis://[user:password@]host:6379[/0]`, or `rediss://` */
  readonly url: string;
  /** Begins all keys. Default `twinmcp:`. */
  readonly prefix?: string;
  /** A cache that is slower than the work is none. Default 50 ms. */
  readonly timeoutMs?: number;
  /** Called when the server goes away and when it is back, not for each command. */
  readonly onState?: (state: 'ready' | 'away', reason: string | null) => void;
}

const RECONNECT_MOST_MS = 5_000;
/** A larger value costs more to move than to make again. */
const MOST_CHARACTERS = 1_000_000;

/** Fails open: while the server is away every get is a miss, at once, and it is found again by itself. */
export class RedisSharedCache implements SharedCache {
  readonly #redis: Redis;
  readonly #prefix: string;
  #away = false;

  constructor({ url, prefix = 'twinmcp:', timeoutMs = 50, onState = () => undefined }: RedisCacheOptions) {
    this.#prefix = prefix;
    this.#redis = new Redis(url, { enableOfflineQueue: false, maxRetriesPerRequest: 0, commandTimeout: timeoutMs, connectTimeout: 2_000, retryStrategy: (attempt) => Math.min(RECONNECT_MOST_MS, 50 * 2 ** Math.min(attempt, 10)) });
    this.#redis.on('ready', () => {
      if (this.#away) onState('ready', null);
      this.#away = false;
    });
    // Without a listener ioredis writes every failed attempt to standard error.
    this.#redis.on('error', (error: Error) => {
      if (!this.#away) onState('away', (error as NodeJS.ErrnoException).code ?? error.name);
      this.#away = true;
    });
  }

  get ready(): boolean {
    return this.#redis.status === 'ready';
  }

  async get(key: string): Promise<string | null> {
    if (!this.ready) return null;
    return this.#redis.get(this.#prefix + key).catch(() => null);
  }

  async set(key: string, value: string, ttlMs: number): Promise<void> {
    if (!this.ready || value.length > MOST_CHARACTERS || ttlMs < 1) return;
    await this.#redis.set(this.#prefix + key, value, 'PX', Math.round(ttlMs)).catch(() => undefined);
  }

  async close(): Promise<void> {
    this.#redis.disconnect();
  }
}

import type { SharedCache } from '@twinmcp/context';
import { Cluster, Redis, type RedisOptions } from 'ioredis';

export interface RedisCacheOptions {
  /** `redis://[user:password@]host:6379[/0]`, or `rediss://`. Of a cluster one node or several, separated by commas: the others are found. */
  readonly url: string;
  /** Redis Cluster: keys are spread over its nodes, and the client follows when slots move. Default false. */
  readonly cluster?: boolean;
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
  readonly #redis: Redis | Cluster;
  readonly #prefix: string;
  #away = false;

  constructor({ url, cluster = false, prefix = 'twinmcp:', timeoutMs = 50, onState = () => undefined }: RedisCacheOptions) {
    this.#prefix = prefix;
    this.#redis = cluster ? connectCluster(url, timeoutMs) : new Redis(url, { enableOfflineQueue: false, maxRetriesPerRequest: 0, retryStrategy: reconnectAfter, ...limits(timeoutMs) });
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

const limits = (timeoutMs: number): Pick<RedisOptions, 'commandTimeout' | 'connectTimeout'> => ({ commandTimeout: timeoutMs, connectTimeout: 2_000 });
const reconnectAfter = (attempt: number): number => Math.min(RECONNECT_MOST_MS, 50 * 2 ** Math.min(attempt, 10));

/** User, password and TLS are those of the first URL, for every node. */
function connectCluster(urls: string, timeoutMs: number): Cluster {
  const nodes = urls.split(',').map((url) => new URL(url.trim()));
  const [{ username, password, protocol, hostname }] = nodes as [URL, ...URL[]];
  return new Cluster(nodes.map((node) => ({ host: node.hostname, port: Number(node.port || 6379) })), {
    enableOfflineQueue: false,
    clusterRetryStrategy: reconnectAfter,
    // A slot that moved is asked for where it is now. Connections to nodes are opened at their first command and sometimes
    // replaced while the slots are read: one more try, at once. A node that is away is not worth more than that.
    maxRedirections: 2,
    retryDelayOnFailover: 5,
    retryDelayOnClusterDown: 0,
    // Certificates name hosts: a name that is resolved to an address here would not match.
    ...(protocol === 'rediss:' && { dnsLookup: (address: string, done: (error: null, address: string) => void) => done(null, address) }),
    redisOptions: { ...limits(timeoutMs), ...(username && { username: decodeURIComponent(username) }), ...(password && { password: decodeURIComponent(password) }), ...(protocol === 'rediss:' && { tls: { servername: hostname } }) },
  });
}

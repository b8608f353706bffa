import { DomainError, LocalError, backoffMs, errorMessage, sleep, withTimeout } from '@twinmcp/kernel';
import type { MessageBus } from '@twinmcp/messaging';
import { connect, credsAuthenticator, type ConnectionOptions, type NatsConnection } from '@nats-io/transport-node';
import { readFile } from 'node:fs/promises';
import type { NatsOptions, NatsStatus } from './nats-options.ts';

const FIRST_CONNECT_BACKOFF = { baseDelayMs: 100, maxDelayMs: 5_000 };
export const MAX_RECONNECT_DELAY_MS = 2_000;
const RECONNECT_BACKOFF = { baseDelayMs: 50, maxDelayMs: MAX_RECONNECT_DELAY_MS - 25 };

/** The connection, and whether it is there at the moment. Reconnects for ever. */
export class NatsLink {
  readonly nc: NatsConnection;
  readonly options: NatsOptions;
  /** How often the connection came back. */
  reconnects = 0;
  #state: MessageBus['state'] = 'connected';
  readonly #waiting = new Set<() => void>();
  readonly #reconnected = new Set<() => void>();

  private constructor(nc: NatsConnection, options: NatsOptions) {
    this.nc = nc;
    this.options = options;
    void this.#follow();
  }

  static async open(options: NatsOptions): Promise<NatsLink> {
    let failures = 0;
    const connection = await connectionOptions(options, () => backoffMs(RECONNECT_BACKOFF, Math.min(failures++, 10)) + 25);
    const nc = await firstConnection(connection, options);
    const link = new NatsLink(nc, options);
    link.onReconnect(() => (failures = 0));
    options.onStatus?.({ type: 'connected', server: nc.getServer() });
    return link;
  }

  get state(): MessageBus['state'] {
    return this.#state;
  }

  onReconnect(listener: () => void): () => void {
    this.#reconnected.add(listener);
    return () => this.#reconnected.delete(listener);
  }

  /** Resolves when there is a connection; what is sent without one would be lost. Fails with `disconnected` after `ms`. */
  async ready(ms: number, what: string, signal?: AbortSignal): Promise<void> {
    if (this.#state === 'connected') return;
    if (this.#state === 'closed') throw new LocalError('disconnected', `the connection to NATS is closed; ${what} was not sent`);
    let wake!: () => void;
    const back = new Promise<void>((resolve) => this.#waiting.add((wake = resolve)));
    try {
      await withTimeout(back, ms, 'NATS', signal);
    } catch (error) {
      throw signal?.aborted ? error : new LocalError('disconnected', `NATS was not back within ${Math.round(ms)} ms; ${what} was not sent`, error);
    } finally {
      this.#waiting.delete(wake);
    }
    if (this.state === 'closed') throw new LocalError('disconnected', `the connection to NATS is closed; ${what} was not sent`);
  }

  /** Everything sent so far has reached the server, or the connection broke. */
  async flush(): Promise<void> {
    if (this.#state === 'connected') await withTimeout(this.nc.flush(), 2_000, 'flush').catch(() => undefined);
  }

  async close(): Promise<void> {
    await this.flush();
    await this.nc.close();
  }

  async #follow(): Promise<void> {
    for await (const status of this.nc.status()) {
      if (status.type === 'disconnect') {
        this.#state = 'reconnecting';
        this.#say({ type: 'disconnected' });
      } else if (status.type === 'reconnect') {
        this.#state = 'connected';
        this.reconnects++;
        this.#say({ type: 'reconnected', server: status.server });
        this.#wake();
        for (const listener of this.#reconnected) listener();
      } else if (status.type === 'error') this.#say({ type: 'error', reason: errorMessage(status.error) });
      else if (status.type === 'slowConsumer') this.#say({ type: 'error', reason: 'messages come faster than they are taken' });
    }
    this.#state = 'closed';
    this.#say({ type: 'closed' });
    this.#wake();
  }

  #wake(): void {
    for (const wake of this.#waiting) wake();
  }

  #say(status: NatsStatus): void {
    this.options.onStatus?.(status);
  }
}

async function firstConnection(connection: ConnectionOptions, options: NatsOptions): Promise<NatsConnection> {
  const giveUpAt = Date.now() + (options.connectTimeoutMs ?? Number.POSITIVE_INFINITY);
  const where = connection.servers instanceof Array ? connection.servers.join(', ') : connection.servers;
  for (let attempt = 0; ; attempt++) {
    try {
      return await connect({ ...connection, timeout: Math.max(100, Math.min(options.attemptTimeoutMs ?? 5_000, giveUpAt - Date.now())) });
    } catch (error) {
      if (error instanceof Error && error.name === 'AuthorizationError') throw new DomainError('unauthenticated', `NATS at ${where} refused the credentials`, { cause: error });
      const nextTryMs = 50 + backoffMs(FIRST_CONNECT_BACKOFF, attempt);
      if (Date.now() + nextTryMs > giveUpAt) throw new LocalError('disconnected', `no NATS server answers at ${where}: ${errorMessage(error)}`, error);
      options.onStatus?.({ type: 'waiting', reason: `no NATS server answers at ${where}: ${errorMessage(error)}`, nextTryMs: Math.round(nextTryMs) });
      await sleep(nextTryMs, options.signal);
    }
  }
}

async function connectionOptions(options: NatsOptions, reconnectDelayHandler: () => number): Promise<ConnectionOptions> {
  const urls = options.servers.map((server) => new URL(server.includes('://') ? server : `nats://${server}`));
  const { username, password } = urls.find((url) => url.username) ?? { username: '', password: '' };
  return {
    servers: urls.map((url) => `${url.protocol === 'tls:' ? 'tls' : 'nats'}://${url.hostname}:${url.port || 4222}`),
    name: options.name,
    user: options.user ?? (decodeURIComponent(username) || undefined),
    pass: options.pass ?? (decodeURIComponent(password) || undefined),
    token: options.token,
    tls: options.tls ?? (urls.some((url) => url.protocol === 'tls:') ? {} : undefined),
    ...(options.credsFile === undefined ? {} : { authenticator: credsAuthenticator(await readFile(options.credsFile)) }),
    maxReconnectAttempts: -1,
    reconnectDelayHandler,
    // Credentials that are refused after a restart of the server may be a matter of time (rotation, start order).
    ignoreAuthErrorAbort: true,
    // A half-open connection shows after two missed pings.
    pingInterval: 10_000,
    maxPingOut: 2,
    noAsyncTraces: true,
  };
}

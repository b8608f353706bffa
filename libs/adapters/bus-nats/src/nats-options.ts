import type { TlsOptions } from '@nats-io/transport-node';

export type NatsStatus =
  | { readonly type: 'waiting'; readonly reason: string; readonly nextTryMs: number }
  | { readonly type: 'connected'; readonly server: string }
  | { readonly type: 'disconnected' }
  | { readonly type: 'reconnected'; readonly server: string }
  | { readonly type: 'error'; readonly reason: string }
  | { readonly type: 'closed' };

export interface NatsOptions {
  /** `nats://host:port` or `tls://…`; user and password may stand in the URL. */
  readonly servers: readonly string[];
  /** Shown in the server's list of connections. */
  readonly name: string;
  readonly user?: string;
  readonly pass?: string;
  readonly token?: string;
  /** Path of a .creds file (JWT and NKey seed). */
  readonly credsFile?: string;
  readonly tls?: TlsOptions;
  /** How long to try for the first connection, milliseconds. Default: for ever. */
  readonly connectTimeoutMs?: number;
  /** Time of one attempt at the first connection, milliseconds. Default 5 s. */
  readonly attemptTimeoutMs?: number;
  /** Ends the wait for the first connection. */
  readonly signal?: AbortSignal;
  /** Copies of every stream in a cluster of servers: 1, 3 or 5. Default 1. */
  readonly replicas?: number;
  /** Wait before a failed job is delivered again. Default 1 s doubling to 60 s. */
  readonly jobBackoff?: { readonly baseDelayMs: number; readonly maxDelayMs: number };
  /** What happens to the connection, for the log. Without it, nothing is said. */
  readonly onStatus?: (status: NatsStatus) => void;
}

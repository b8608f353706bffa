import type { Caller } from '../security/registration-policy.ts';

/** How a server treats the one who speaks to it. Every member has a default that fits stdio. */
export interface McpOptions {
  readonly version?: string;
  /** Default: on this machine, as everything over stdio is. */
  readonly caller?: Caller;
  /** Absolute path that stands for "the workspace" when a call names none. */
  readonly directory?: string;
  /** `get-context`, `search-code` and `find-symbol` index `directory` first when it has no index. Default false. */
  readonly autoIndex?: boolean;
  /** Deadline of each call to the services, milliseconds. Default 20,000: longer than a restart of a service. */
  readonly requestTimeoutMs?: number;
  /** How long `index-workspace` waits before it answers "still running". Default 45,000, because most clients give a call 60 s. */
  readonly maxWaitMs?: number;
  /** The same for a client that asked for progress, whose clock each notification restarts. Default 600,000. */
  readonly maxWaitWithProgressMs?: number;
  /** W3C trace context of the HTTP request around the call. */
  readonly traceparent?: string;
  /** Aborted when this process is about to stop: waits end early. */
  readonly draining?: AbortSignal;
}

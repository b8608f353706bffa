export interface QdrantOptions {
  /** `http://host:port`, or https; without a port 6333. A path in front of the API may stand in it. User and password may not: use the key. */
  readonly url: string;
  readonly apiKey?: string;
  /** Connections kept open at most. Default 16. */
  readonly connections?: number;
  /** Milliseconds of a call that names no time of its own, retries included. Default 10 s for reading, 60 s for writing. */
  readonly readTimeoutMs?: number;
  readonly writeTimeoutMs?: number;
  /** Attempts in all, and the bounds of the wait between them (full jitter). Default 4, 50 ms, 2 s. */
  readonly retry?: { readonly attempts: number; readonly baseDelayMs: number; readonly maxDelayMs: number };
  /** Failures in a row after which nothing is sent for a while, doubling. Default 5, 1 s, 30 s. */
  readonly breaker?: { readonly failures: number; readonly openMs: number; readonly maxOpenMs: number };
  /** One request writes at most so many points and bytes. Default 512 and 8 MiB; a Qdrant server takes 32 MiB. */
  readonly batch?: { readonly points: number; readonly bytes: number };
  /** Where the server finds a snapshot of its own. Default: by its address as we see it. */
  readonly snapshotLocation?: (collection: string, snapshot: string) => string;
}

export const DEFAULTS = {
  connections: 16,
  readTimeoutMs: 10_000,
  writeTimeoutMs: 60_000,
  /** Snapshots copy files. */
  snapshotTimeoutMs: 600_000,
  healthTimeoutMs: 2_000,
  retry: { attempts: 4, baseDelayMs: 50, maxDelayMs: 2_000 },
  breaker: { failures: 5, openMs: 1_000, maxOpenMs: 30_000 },
  batch: { points: 512, bytes: 8 * 1024 * 1024 },
} as const;

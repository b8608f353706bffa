import type { EventPayload, WatchEvent, workspaceIndexed } from '@twinmcp/contracts';

const KEPT = 100;

/** The last changes of each index that this process has heard of, from whichever process made them. */
export class ChangeLog {
  readonly #events = new Map<string, WatchEvent[]>();
  readonly #waiting = new Map<string, Set<() => void>>();

  heard({ workspaceId, generation, added, changed, removed, renamed, durationMs, paths }: EventPayload<typeof workspaceIndexed>): void {
    const events = this.#events.get(workspaceId) ?? [];
    events.push({ at: Date.now(), generation, added, changed, removed, renamed: renamed ?? 0, durationMs: durationMs ?? null, paths: paths ?? [] });
    if (events.length > KEPT) events.shift();
    this.#events.set(workspaceId, events);
    for (const wake of this.#waiting.get(workspaceId) ?? []) wake();
  }

  after(workspaceId: string, generation: number): WatchEvent[] {
    return (this.#events.get(workspaceId) ?? []).filter((event) => event.generation > generation);
  }

  /** Resolves at the next change, or when the time is up, or when nobody waits any more. */
  next(workspaceId: string, waitMs: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const waiting = this.#waiting.get(workspaceId) ?? new Set();
      this.#waiting.set(workspaceId, waiting);
      const done = (): void => {
        clearTimeout(timer);
        waiting.delete(done);
        if (waiting.size === 0 && this.#waiting.get(workspaceId) === waiting) this.#waiting.delete(workspaceId);
        signal?.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, waitMs);
      waiting.add(done);
      if (signal?.aborted) done();
      else signal?.addEventListener('abort', done, { once: true });
    });
  }

  forget(workspaceId: string): void {
    this.#events.delete(workspaceId);
  }

  /** Lets everybody who waits go. */
  close(): void {
    for (const waiting of this.#waiting.values()) for (const wake of waiting) wake();
  }
}

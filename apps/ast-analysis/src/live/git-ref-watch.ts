import type { WatchStatus } from '@twinmcp/contracts';
import { errorMessage } from '@twinmcp/kernel';

export interface GitRefWatchPorts {
  readonly everyMs: () => number;
  /** The commit that the ref names at the remote now; null when it names none. */
  readonly remoteCommit: (signal: AbortSignal) => Promise<string | null>;
  readonly indexedCommit: () => Promise<string | null>;
  readonly submit: () => Promise<void>;
}

/** Asks the remote of a git workspace now and then whether its ref has moved. The run that follows reads the blobs that differ. */
export class GitRefWatch {
  readonly #ports: GitRefWatchPorts;
  readonly #since = Date.now();
  readonly #stop = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> = Promise.resolve();
  #comparedAt: number | null = null;
  #error: string | null = null;

  constructor(ports: GitRefWatchPorts) {
    this.#ports = ports;
  }

  get status(): WatchStatus {
    return { state: 'polling', reason: 'a git remote is asked now and then', since: this.#since, comparedAt: this.#comparedAt, error: this.#error };
  }

  async start(): Promise<void> {
    this.#rest();
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    clearTimeout(this.#timer);
    await this.#looking;
  }

  #rest(): void {
    if (this.#stop.signal.aborted) return;
    this.#timer = setTimeout(() => {
      this.#looking = this.#look().finally(() => this.#rest());
    }, this.#ports.everyMs());
    this.#timer.unref();
  }

  async #look(): Promise<void> {
    try {
      const [remote, indexed] = await Promise.all([this.#ports.remoteCommit(this.#stop.signal), this.#ports.indexedCommit()]);
      if (remote !== null && remote !== indexed) await this.#ports.submit();
      this.#comparedAt = Date.now();
      this.#error = null;
    } catch (error) {
      this.#error = errorMessage(error);
    }
  }
}

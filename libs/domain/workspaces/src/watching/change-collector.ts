/** Longest wait for a run that failed to be tried again. */
const MAX_RETRY_MS = 30_000;

export interface CollectorOptions {
  /** Quiet time after the last change before a run. */
  readonly debounceMs: () => number;
  /** A stream of changes that never pauses is cut here. */
  readonly maxDelayMs: () => number;
  /** More paths than this are "everything": comparing the whole workspace is cheaper then, and such bursts lose events. */
  readonly maxPaths: number;
  /** Null: anything may have changed. One at a time. What it fails on is handed in again. */
  readonly run: (paths: readonly string[] | null) => Promise<void>;
}

/** Turns bursts of changes into runs: one after a pause, never two at once, and what comes during one is in the next. */
export class ChangeCollector {
  readonly #options: CollectorOptions;
  #paths = new Set<string>();
  #everything = false;
  #firstAt = 0;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | null = null;
  #failures = 0;
  #closed = false;

  constructor(options: CollectorOptions) {
    this.#options = options;
  }

  add(paths: Iterable<string>): void {
    const was = this.#paths.size;
    if (!this.#everything) for (const path of paths) this.#paths.add(path);
    if (this.#paths.size > this.#options.maxPaths) return this.addEverything();
    if (was === 0 && this.#paths.size > 0) this.#firstAt = Date.now();
    this.#schedule();
  }

  addEverything(): void {
    if (!this.#everything && this.#paths.size === 0) this.#firstAt = Date.now();
    this.#everything = true;
    this.#paths.clear();
    this.#schedule();
  }

  get pending(): boolean {
    return this.#everything || this.#paths.size > 0 || this.#running !== null;
  }

  /** Resolves when the run in progress has ended; what waits is dropped. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  #schedule(): void {
    if (this.#closed || this.#running || (!this.#everything && this.#paths.size === 0)) return;
    clearTimeout(this.#timer);
    const cap = Math.max(0, this.#firstAt + this.#options.maxDelayMs() - Date.now());
    const retry = this.#failures === 0 ? 0 : Math.min(MAX_RETRY_MS, 500 * 2 ** this.#failures);
    this.#timer = setTimeout(() => this.#start(), Math.max(retry, Math.min(this.#options.debounceMs(), cap)));
    this.#timer.unref?.();
  }

  #start(): void {
    const paths = this.#everything ? null : [...this.#paths];
    this.#everything = false;
    this.#paths = new Set();
    this.#running = this.#options.run(paths).then(
      () => void (this.#failures = 0),
      () => {
        this.#failures++;
        // Handed in again with what has come meanwhile; a failure is reported by `run` itself.
        if (paths === null) this.#everything = true;
        else for (const path of paths) this.#paths.add(path);
      },
    ).finally(() => {
      this.#running = null;
      if (this.pending) this.#firstAt ||= Date.now();
      this.#schedule();
    });
  }
}

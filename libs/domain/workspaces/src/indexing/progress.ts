import type { IndexProgress } from '@twinmcp/contracts';
import type { Clock } from '@twinmcp/kernel';

/** Least time between two reports within a phase, milliseconds: at most four a second. */
const INTERVAL_MS = 250;

/** Counts what a run has done and reports it, throttled; a change of phase is reported at once unless one was just sent for that phase. */
export class ProgressReporter {
  readonly #clock: Clock;
  readonly #report: (progress: IndexProgress) => void;
  #current: IndexProgress = { phase: 'scanning', filesDone: 0, filesTotal: 0, bytesDone: 0, bytesTotal: 0 };
  #lastAt = -Infinity;

  constructor(clock: Clock, report: (progress: IndexProgress) => void) {
    this.#clock = clock;
    this.#report = report;
  }

  phase(phase: IndexProgress['phase'], totals: { filesTotal?: number; bytesTotal?: number } = {}): void {
    this.#current = { ...this.#current, ...totals, phase };
    // The last word is never throttled: a watcher must see the end.
    this.#send(phase === 'done');
  }

  advance(files: number, bytes: number): void {
    this.#current = { ...this.#current, filesDone: this.#current.filesDone + files, bytesDone: this.#current.bytesDone + bytes };
    this.#send(false);
  }

  #send(always: boolean): void {
    const now = this.#clock.now();
    if (!always && now - this.#lastAt < INTERVAL_MS) return;
    this.#lastAt = now;
    this.#report(this.#current);
  }
}

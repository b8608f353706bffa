import type { CommandIo } from './io.ts';
import { formatDuration } from './progress-format.ts';

const WIDTH = 28;
const REDRAW_MS = 80;

/** One line that is drawn over again on a terminal; elsewhere a plain line when the work changes and every ten seconds. */
export class ProgressLine {
  readonly #io: CommandIo;
  readonly #started = Date.now();
  #drawnAt = 0;
  #what = '';
  #drawn = false;

  constructor(io: CommandIo) {
    this.#io = io;
  }

  update(what: string, done: number, total: number, extra = ''): void {
    const finished = total > 0 && done >= total;
    const due = Date.now() - this.#drawnAt > (this.#io.interactive ? REDRAW_MS : 10_000);
    if (what === this.#what && !due && !(finished && this.#io.interactive)) return;
    this.#what = what;
    this.#drawnAt = Date.now();
    const count = total > 0 ? `${done}/${total}` : '…';
    if (!this.#io.interactive) return this.#io.note([what, count, extra].filter(Boolean).join(' '));
    const filled = total > 0 ? Math.round((WIDTH * Math.min(done, total)) / total) : 0;
    const bar = `${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)}`;
    this.#drawn = true;
    this.#io.draw(`\r\x1b[2K${[what, bar, count, extra, formatDuration(Date.now() - this.#started)].filter(Boolean).join(' ')}`);
  }

  /** Leaves nothing of the bar behind. */
  end(): void {
    if (this.#drawn) this.#io.draw('\r\x1b[2K');
    this.#drawn = false;
  }
}

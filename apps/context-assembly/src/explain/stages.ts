import { failureReason } from '../retrieval/failure-reason.ts';
import type { Settled } from '../retrieval/settled.ts';

export interface ChannelTrace {
  readonly channel: string;
  readonly found: number | null;
  readonly failed: string | null;
  readonly ms: number | null;
}

/** What each part was asked for, what it gave and how long it took: cheap enough to keep for every answer. */
export class Stages {
  readonly channels: ChannelTrace[] = [];
  readonly costs: { stage: string; ms: number }[] = [];

  /** `counts`: name of each channel of the part and how many hits it gave. */
  async heard<T>(part: string, answer: Promise<Settled<T>>, counts: (value: T) => Readonly<Record<string, number>>): Promise<Settled<T>> {
    const started = performance.now();
    const result = await answer;
    const ms = performance.now() - started;
    if (result.ok) for (const [channel, found] of Object.entries(counts(result.value))) this.channels.push({ channel, found, failed: null, ms });
    else this.channels.push({ channel: part, found: null, failed: failureReason(result.error), ms });
    return result;
  }

  /** Runs work of this process and keeps its time. */
  spent<T>(stage: string, work: () => T): T {
    const started = performance.now();
    const result = work();
    if (!(result instanceof Promise)) {
      this.costs.push({ stage, ms: performance.now() - started });
      return result;
    }
    return result.finally(() => this.costs.push({ stage, ms: performance.now() - started })) as T;
  }
}

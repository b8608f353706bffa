import type { PodMetric, PodView } from '../hpa/replica-calculator.ts';

/** What one request asks of one service, ms of CPU. `extra` runs beside (garbage collection, other threads) and delays nothing. */
export interface Work {
  readonly main: number;
  readonly worker: number;
  readonly extra: number;
}

interface Sample {
  readonly at: number;
  readonly value: number;
}

/**
 * One process: a main thread and a worker, each one piece of work after the other. Times in seconds. Because both serve in
 * order of arrival, when a piece of work will be done is known as soon as it comes.
 */
export class Pod {
  readonly name: string;
  readonly createdAt: number;
  /** The kubelet has started the container. */
  readonly startedAt: number;
  /** The process answers: it takes messages from the bus. */
  readonly aliveAt: number;
  /** The readiness probe has seen it. */
  readonly readyAt: number;
  deleted = false;
  inFlight = 0;
  served = 0;
  /** Newest metric that metrics-server gives out. */
  cpuMetric: PodMetric | null = null;
  rateMetric: PodMetric | null = null;
  readonly #speed: number;
  #mainFree = 0;
  #workerFree = 0;
  #assigned = 0;
  #kept: Sample | null = null;
  #latest: Sample | null = null;
  readonly #counts: Sample[] = [];

  constructor(name: string, times: { readonly createdAt: number; readonly startedAt: number; readonly aliveAt: number; readonly readyAt: number }, speed: number) {
    this.name = name;
    this.createdAt = times.createdAt;
    this.startedAt = times.startedAt;
    this.aliveAt = times.aliveAt;
    this.readyAt = times.readyAt;
    this.#speed = speed;
  }

  view(now: number): PodView {
    const ready = now >= this.readyAt;
    return { name: this.name, phase: now >= this.startedAt ? 'Running' : 'Pending', deleted: this.deleted, ready, readyChangedAt: ready ? this.readyAt : this.createdAt, startedAt: now >= this.startedAt ? this.startedAt : null };
  }

  /** When work that comes now is done; null when its turn comes only after `deadline`: then nothing is begun. */
  take(now: number, work: Work, deadline: number): number | null {
    const begin = Math.max(now, this.#mainFree);
    if (begin > deadline) return null;
    this.served++;
    const seconds = 1_000 * this.#speed;
    this.#mainFree = begin + work.main / seconds;
    let done = this.#mainFree;
    if (work.worker > 0) done = this.#workerFree = Math.max(done, this.#workerFree) + work.worker / seconds;
    this.#assigned += (work.main + work.worker + work.extra) / 1_000;
    return done;
  }

  /** CPU seconds used by `now`: what was given to it less what it has not come to yet. */
  cpuUsed(now: number): number {
    return this.#assigned - (Math.max(0, this.#mainFree - now) + Math.max(0, this.#workerFree - Math.max(now, this.#mainFree))) * this.#speed;
  }

  /** The kubelet looks at its counter. */
  keepHouse(now: number): void {
    if (now >= this.startedAt) this.#latest = { at: now, value: this.cpuUsed(now) };
  }

  /** metrics-server asks the kubelet: what was used since it last asked, in milli-cores. */
  scrapeCpu(): void {
    const [before, latest] = [this.#kept, this.#latest];
    if (latest === null || latest === before) return;
    if (before !== null) this.cpuMetric = { value: Math.round(((latest.value - before.value) / (latest.at - before.at)) * 1_000), at: latest.at, windowS: latest.at - before.at };
    this.#kept = latest;
  }

  /** Prometheus asks for the counter of requests: rate over the last minute. */
  scrapeCount(now: number): void {
    if (now < this.aliveAt) return;
    this.#counts.push({ at: now, value: this.served });
    while (now - this.#counts[0]!.at > 60) this.#counts.shift();
    const first = this.#counts[0]!;
    if (now > first.at) this.rateMetric = { value: (this.served - first.value) / (now - first.at), at: now, windowS: now - first.at };
  }
}

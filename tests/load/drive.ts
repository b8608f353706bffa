import { Histogram } from './histogram.ts';

/** What became of one request. `status`: the HTTP status, or what went wrong on the way (`ECONNRESET`, `timeout`). */
export interface Outcome {
  readonly ok: boolean;
  readonly status: number | string;
  /** Answered, with parts missing. */
  readonly degraded?: boolean;
  /** Asked before in this run: a cache may have answered. */
  readonly repeated?: boolean;
}

export interface Clock {
  /** Milliseconds, from any point, never backwards. */
  now(): number;
  sleep(ms: number): Promise<void>;
}

export const systemClock: Clock = { now: () => performance.now(), sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)) };

export interface Tally {
  /** From the moment a request was due (open loop) or sent (closed loop) to its answer; answered ones, failures included. */
  readonly latency: Histogram;
  /** From sending to the answer. In the open loop the difference is what waiting in the generator hid. */
  readonly service: Histogram;
  readonly outcomes: Map<string, number>;
  sent: number;
  ok: number;
  degraded: number;
  repeated: number;
  /** Due within the run and not answered when waiting for stragglers ended. */
  unanswered: number;
  /** Furthest that sending fell behind what was due, ms. */
  behindMs: number;
  /** From the first counted request to the last answer, s. */
  seconds: number;
}

interface Common {
  /** What is counted, s. */
  readonly seconds: number;
  /** Sent before that and not counted, s. */
  readonly warmupSeconds?: number;
  readonly send: (index: number) => Promise<Outcome>;
  readonly clock?: Clock;
  /** Ends the run early. */
  readonly signal?: AbortSignal;
}

export interface OpenLoop extends Common {
  readonly ratePerSecond: number;
  /** Spacing of arrivals: even, or as independent callers make it. */
  readonly arrivals?: 'constant' | 'poisson';
  /** Requests at once; what is due beyond that waits here, and its waiting counts. Default 2,000. */
  readonly maxInFlight?: number;
  /** Time after the last arrival in which answers are still waited for, s. Default 30. */
  readonly drainSeconds?: number;
  /** Uniform in [0, 1); for poisson. */
  readonly random?: () => number;
}

export interface ClosedLoop extends Common {
  readonly clients: number;
}

/**
 * Requests at a rate that does not care how fast they are answered, as the world sends them. The time of each counts from
 * when it was due: a server that stalls for a second makes all that came in that second late, where a generator that waits
 * for answers would have noticed one ("coordinated omission").
 */
export async function openLoop({ ratePerSecond, seconds, warmupSeconds = 0, arrivals = 'constant', maxInFlight = 2_000, drainSeconds = 30, send, clock = systemClock, signal, random = Math.random }: OpenLoop): Promise<Tally> {
  const tally = newTally();
  const start = clock.now();
  const countFrom = start + warmupSeconds * 1_000;
  const end = countFrom + seconds * 1_000;
  const waiting: (() => void)[] = [];
  const open = new Set<Promise<void>>();
  let inFlight = 0;
  let stopped = false;

  const one = async (index: number, due: number): Promise<void> => {
    if (inFlight >= maxInFlight) await new Promise<void>((resolve) => waiting.push(resolve));
    if (stopped) return;
    inFlight++;
    const sentAt = clock.now();
    const counted = due >= countFrom;
    if (counted) {
      tally.sent++;
      tally.behindMs = Math.max(tally.behindMs, sentAt - due);
    }
    const outcome = await settle(send(index));
    inFlight--;
    waiting.shift()?.();
    if (counted && !stopped) note(tally, outcome, clock.now() - due, clock.now() - sentAt);
  };

  let due = start;
  let counted = 0;
  // A thousandth of a millisecond off: sums of gaps are not exact, and none must come at the very end.
  for (let index = 0; due < end - 1e-3 && !signal?.aborted; index++) {
    // One timer for all that is due by now: timers are coarser than the gaps of a high rate.
    if (due > clock.now()) await clock.sleep(due - clock.now());
    if (due >= countFrom) counted++;
    const request: Promise<void> = one(index, due).finally(() => open.delete(request));
    open.add(request);
    due += (arrivals === 'constant' ? 1 : -Math.log(1 - random())) * (1_000 / ratePerSecond);
  }
  for (const until = clock.now() + drainSeconds * 1_000; open.size > 0 && clock.now() < until && !signal?.aborted; ) await Promise.race([Promise.all(open), clock.sleep(50)]);
  stopped = true;
  tally.unanswered = counted - tally.latency.count;
  tally.seconds = (clock.now() - countFrom) / 1_000;
  return tally;
}

/** `clients` callers, each of which asks again as soon as it has its answer: what the server can do, not what callers would see. */
export async function closedLoop({ clients, seconds, warmupSeconds = 0, send, clock = systemClock, signal }: ClosedLoop): Promise<Tally> {
  const tally = newTally();
  const start = clock.now();
  const countFrom = start + warmupSeconds * 1_000;
  const end = countFrom + seconds * 1_000;
  let index = 0;
  const client = async (): Promise<void> => {
    while (clock.now() < end && !signal?.aborted) {
      const sentAt = clock.now();
      const outcome = await settle(send(index++));
      const took = clock.now() - sentAt;
      if (sentAt < countFrom) continue;
      tally.sent++;
      note(tally, outcome, took, took);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  tally.seconds = (clock.now() - countFrom) / 1_000;
  return tally;
}

function newTally(): Tally {
  return { latency: new Histogram(), service: new Histogram(), outcomes: new Map(), sent: 0, ok: 0, degraded: 0, repeated: 0, unanswered: 0, behindMs: 0, seconds: 0 };
}

function note(tally: Tally, outcome: Outcome, latency: number, service: number): void {
  tally.latency.record(latency);
  tally.service.record(service);
  const name = String(outcome.status);
  tally.outcomes.set(name, (tally.outcomes.get(name) ?? 0) + 1);
  if (outcome.ok) tally.ok++;
  if (outcome.degraded) tally.degraded++;
  if (outcome.repeated) tally.repeated++;
}

async function settle(request: Promise<Outcome>): Promise<Outcome> {
  return request.catch((error: NodeJS.ErrnoException) => ({ ok: false, status: error.code ?? error.message }));
}

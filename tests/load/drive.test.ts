import { describe, expect, it } from '@jest/globals';
import { closedLoop, openLoop, type Clock, type Outcome } from './drive.ts';

/** Time that passes only when nothing else is left to do, so that a minute of load takes milliseconds. */
function virtualClock(): Clock & { run<T>(work: Promise<T>): Promise<T> } {
  let time = 0;
  const timers: { at: number; wake: () => void }[] = [];
  const clock: Clock = {
    now: () => time,
    sleep: (ms) => new Promise((wake) => timers.push({ at: time + ms, wake })),
  };
  return {
    ...clock,
    run: async (work) => {
      let done = false;
      const finished = work.finally(() => (done = true));
      while (!done) {
        await new Promise((resolve) => setImmediate(resolve));
        if (done || timers.length === 0) continue;
        timers.sort((a, b) => a.at - b.at);
        const { at, wake } = timers.shift()!;
        time = Math.max(time, at);
        wake();
      }
      return finished;
    },
  };
}

const OK: Outcome = { ok: true, status: 200 };

/** One request after the other, `serviceMs` each; while it stalls nothing is begun. */
function server(clock: Clock, serviceMs: number, stall?: { from: number; to: number }): () => Promise<Outcome> {
  let free = 0;
  return async () => {
    let begin = Math.max(clock.now(), free);
    if (stall && begin >= stall.from && begin < stall.to) begin = stall.to;
    free = begin + serviceMs;
    await clock.sleep(free - clock.now());
    return OK;
  };
}

describe('openLoop', () => {
  it('sends at its rate whatever the server does, and counts from when each was due', async () => {
    const clock = virtualClock();
    const tally = await clock.run(openLoop({ ratePerSecond: 50, seconds: 10, send: server(clock, 2, { from: 4_000, to: 5_000 }), clock }));
    expect(tally.sent).toBe(500);
    expect(tally.unanswered).toBe(0);
    // 50 requests came while it stood still, and some after found it catching up: about a tenth is late.
    expect(tally.latency.percentile(85)).toBeLessThan(3);
    expect(tally.latency.percentile(95)).toBeGreaterThan(400);
    expect(tally.latency.max).toBeGreaterThan(990);
  });

  it('shows what a closed loop hides', async () => {
    const clock = virtualClock();
    const tally = await clock.run(closedLoop({ clients: 1, seconds: 10, send: server(clock, 20, { from: 4_000, to: 5_000 }), clock }));
    expect(tally.latency.percentile(99)).toBeLessThan(21);
    expect(tally.latency.max).toBeGreaterThan(990);
  });

  it('lets what is due wait here when too much is in flight, and that waiting counts', async () => {
    const clock = virtualClock();
    const tally = await clock.run(openLoop({ ratePerSecond: 100, seconds: 1, maxInFlight: 1, send: async () => (await clock.sleep(20), OK), clock }));
    expect(tally.sent).toBe(100);
    expect(tally.service.max).toBeCloseTo(20, 5);
    // 100 requests of 20 ms one after the other: the last, due after .99 s, is answered after 2 s.
    expect(tally.latency.max).toBeCloseTo(1_010, 0);
    expect(tally.behindMs).toBeCloseTo(990, 0);
  });

  it('counts neither the warm-up nor answers that never come', async () => {
    const clock = virtualClock();
    let sent = 0;
    const tally = await clock.run(openLoop({ ratePerSecond: 10, seconds: 2, warmupSeconds: 1, drainSeconds: 1, clock, send: async (index) => (sent++, index === 25 ? new Promise<Outcome>(() => {}) : (await clock.sleep(1), OK)) }));
    expect(sent).toBe(30);
    expect({ sent: tally.sent, ok: tally.ok, unanswered: tally.unanswered }).toEqual({ sent: 20, ok: 19, unanswered: 1 });
  });

  it('spaces arrivals as independent callers would when asked to', async () => {
    const clock = virtualClock();
    const gaps: number[] = [];
    let last = 0;
    let state = 7;
    const random = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
    await clock.run(openLoop({ ratePerSecond: 100, seconds: 20, arrivals: 'poisson', random, clock, send: async () => (gaps.push(clock.now() - last), (last = clock.now()), OK) }));
    const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
    const deviation = Math.sqrt(gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length);
    expect(mean).toBeGreaterThan(9);
    expect(mean).toBeLessThan(11);
    // Of exponential gaps the deviation equals the mean; of even ones it would be nothing.
    expect(deviation / mean).toBeGreaterThan(0.85);
    expect(deviation / mean).toBeLessThan(1.15);
  });
});

describe('closedLoop', () => {
  it('keeps so many requests in flight and counts failures by what they are', async () => {
    const clock = virtualClock();
    let inFlight = 0;
    let most = 0;
    const send = async (index: number): Promise<Outcome> => {
      most = Math.max(most, ++inFlight);
      await clock.sleep(10);
      inFlight--;
      if (index % 10 === 0) throw Object.assign(new Error('gone'), { code: 'ECONNRESET' });
      return index % 10 === 1 ? { ok: false, status: 503 } : { ...OK, degraded: index % 10 === 2 };
    };
    const tally = await clock.run(closedLoop({ clients: 4, seconds: 1, send, clock }));
    expect(most).toBe(4);
    expect(tally.sent).toBe(400);
    expect(Object.fromEntries(tally.outcomes)).toEqual({ ECONNRESET: 40, 503: 40, 200: 320 });
    expect({ ok: tally.ok, degraded: tally.degraded }).toEqual({ ok: 320, degraded: 40 });
  });
});

import { describe, expect, it } from '@jest/globals';
import { seededRandom } from './event-queue.ts';
import { Pod } from './pod.ts';

const pod = (speed = 1) => new Pod('p', { createdAt: 0, startedAt: 0, aliveAt: 1, readyAt: 5 }, speed);
const work = (main: number, worker = 0, extra = 0) => ({ main, worker, extra });

describe('Pod', () => {
  it('serves in order of arrival, main thread then worker', () => {
    const one = pod();
    expect(one.take(10, work(100), 99)).toBeCloseTo(10.1, 9);
    expect(one.take(10, work(100, 300), 99)).toBeCloseTo(10.5, 9); // main until 10.2, worker until 10.5
    expect(one.take(10.05, work(100, 100), 99)).toBeCloseTo(10.6, 9); // main until 10.3, worker waits until 10.5
  });

  it('waits as the theory of one queue says: ρ s / 2 (1 − ρ) for even work and chance arrivals', () => {
    const one = pod();
    const random = seededRandom(4);
    let at = 0;
    let waited = 0;
    const arrivals = 200_000;
    for (let i = 0; i < arrivals; i++) {
      at += -Math.log(1 - random()) / 100;
      waited += one.take(at, work(8), Infinity)! - at - 0.008;
    }
    // 100 a second of 8 ms each: ρ = .8, so 16 ms.
    expect((waited / arrivals) * 1_000).toBeGreaterThan(15.2);
    expect((waited / arrivals) * 1_000).toBeLessThan(16.8);
    expect(one.cpuUsed(at) / at).toBeCloseTo(0.8, 2);
  });

  it('begins nothing after the deadline', () => {
    const one = pod();
    one.take(0, work(3_000), 99);
    expect(one.take(0, work(1), 2)).toBeNull();
    expect(one.take(0, work(1_000), 99)).toBeCloseTo(4, 9);
    expect(one.served).toBe(2);
  });

  it('tells what it has used, not what it was given', () => {
    const one = pod();
    one.take(0, work(1_000, 500, 200), 99);
    expect(one.cpuUsed(0.4)).toBeCloseTo(0.2 + 0.4, 9);
    expect(one.cpuUsed(1.25)).toBeCloseTo(0.2 + 1.25, 9);
    expect(one.cpuUsed(9)).toBeCloseTo(1.7, 9);
  });

  it('takes longer with less of a core and uses no more', () => {
    const half = pod(0.5);
    expect(half.take(0, work(1_000), 99)).toBeCloseTo(2, 9);
    expect(half.cpuUsed(1)).toBeCloseTo(0.5, 9);
  });

  it('has a CPU metric from the second look on, over the time between the looks', () => {
    const one = pod();
    one.keepHouse(2);
    one.scrapeCpu();
    expect(one.cpuMetric).toBeNull();
    one.take(2, work(4_000), 99);
    one.keepHouse(12);
    one.scrapeCpu();
    expect(one.cpuMetric).toEqual({ value: 400, at: 12, windowS: 10 });
    one.scrapeCpu(); // nothing new: the old one stands, and grows old
    expect(one.cpuMetric).toEqual({ value: 400, at: 12, windowS: 10 });
  });

  it('is Pending, Running and ready in turn, and says since when', () => {
    const late = new Pod('p', { createdAt: 100, startedAt: 103, aliveAt: 104, readyAt: 108 }, 1);
    expect(late.view(101)).toMatchObject({ phase: 'Pending', ready: false, startedAt: null });
    expect(late.view(105)).toMatchObject({ phase: 'Running', ready: false, readyChangedAt: 100, startedAt: 103 });
    expect(late.view(110)).toMatchObject({ phase: 'Running', ready: true, readyChangedAt: 108 });
  });
});

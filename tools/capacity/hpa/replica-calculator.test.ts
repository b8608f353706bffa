import { describe, expect, it } from '@jest/globals';
import { byExternalAverage, byPodsAverage, byUtilization, type PodMetric, type PodView } from './replica-calculator.ts';

const NOW = 10_000;
const old = (name: string): PodView => ({ name, phase: 'Running', ready: true, readyChangedAt: 100, startedAt: 50 });
const metric = (value: number, at = NOW - 5, windowS = 15): PodMetric => ({ value, at, windowS });
const fleet = (values: readonly number[]) => ({ pods: values.map((_, i) => old(`p${i}`)), metrics: new Map(values.map((value, i) => [`p${i}`, metric(value)])) });

/** desired = ⌈current × value / target⌉, the formula of the Kubernetes documentation. */
describe('byUtilization', () => {
  const cpu = (values: readonly number[], target: number, request = 1_000) => byUtilization({ ...fleet(values), current: values.length, target, resource: 'cpu', request, now: NOW });

  it.each([
    // documentation: 200m against a target of 100m doubles, 50m halves
    { values: [200, 200], target: 10, expected: 4 },
    { values: [50, 50, 50, 50], target: 10, expected: 2 },
    // mean 30 % of which 50 % is wanted, three pods: ⌈3 × .6⌉ = 2
    { values: [100, 300, 500], target: 50, expected: 2 },
    { values: [900, 1_000, 1_100], target: 70, expected: 5 }, // 100 % / 70 % × 3 = 4.29
    // the tolerance of .1: 76 % and 64 % of 70 % are near enough, 78 % is not
    { values: [760, 760], target: 70, expected: 2 },
    { values: [640, 640], target: 70, expected: 2 },
    { values: [780, 780], target: 70, expected: 3 },
    // percents are cut to whole ones: 78.9 % counts as 78, which is within a tenth of 71
    { values: [789, 789], target: 71, expected: 2 },
  ])('wants $expected for $values m at $target %', ({ values, target, expected }) => expect(cpu(values, target)).toBe(expected));

  it('takes a starting pod for idle when the others call for more, so that it does not overshoot', () => {
    const starting: PodView = { name: 'new', phase: 'Running', ready: false, readyChangedAt: NOW - 20, startedAt: NOW - 20 };
    const { pods, metrics } = fleet([1_000, 1_000]);
    const input = { current: 3, target: 50, resource: 'cpu' as const, request: 1_000, now: NOW };
    // Measured: 100 % / 50 % × 2 = 4. With the new one at nothing: 66 % / 50 % × 3 = 3.96.
    expect(byUtilization({ ...input, pods: [...pods, starting], metrics: new Map([...metrics, ['new', metric(2_000)]]) })).toBe(4);
    // Two new ones: 50 % of five … 1,000 + 1,000 + 0 + 0 = 50 % / 50 %: nothing to do.
    expect(byUtilization({ ...input, current: 4, pods: [...pods, starting, { ...starting, name: 'newer', phase: 'Pending', startedAt: null }], metrics })).toBe(4);
  });

  it('believes a young pod once it was measured after it became ready', () => {
    const young: PodView = { name: 'young', phase: 'Running', ready: true, readyChangedAt: NOW - 40, startedAt: NOW - 45 };
    const { pods, metrics } = fleet([1_000]);
    const of = (at: number) => byUtilization({ current: 2, target: 50, resource: 'cpu', request: 1_000, now: NOW, pods: [...pods, young], metrics: new Map([...metrics, ['young', metric(1_000, at)]]) });
    expect(of(NOW - 30)).toBe(2); // window began before it was ready: not counted, 1,000 + 0 of two = 50 %: as it is
    expect(of(NOW - 20)).toBe(4); // 100 % of both
  });

  it('takes pods without metric for busy when the others call for fewer, for idle when for more', () => {
    const few = fleet([100, 100]);
    const silent = old('silent');
    const input = { current: 3, target: 50, resource: 'cpu' as const, request: 1_000, now: NOW };
    // 10 % would be one pod; with the silent one at 100 % it is 40 %, ⌈.8 × 3⌉ = 3.
    expect(byUtilization({ ...input, ...few, pods: [...few.pods, silent] })).toBe(3);
    const busy = fleet([1_000, 1_000]);
    expect(byUtilization({ ...input, ...busy, pods: [...busy.pods, silent] })).toBe(4); // 66 % of three
  });

  it('does not turn round for what it assumes', () => {
    const { pods, metrics } = fleet([450, 450]);
    // 45 of 50 % is fewer; with a silent pod at 100 % it would be more: stays.
    expect(byUtilization({ current: 3, target: 50, resource: 'cpu', request: 1_000, now: NOW, pods: [...pods, old('a'), old('b')], metrics })).toBe(3);
  });

  it('leaves out pods that are going and says nothing without any metric', () => {
    const { pods, metrics } = fleet([1_000, 0]);
    expect(byUtilization({ current: 1, target: 50, resource: 'cpu', request: 1_000, now: NOW, pods: [pods[0]!, { ...pods[1]!, deleted: true }], metrics })).toBe(2);
    expect(byUtilization({ current: 1, target: 50, resource: 'cpu', request: 1_000, now: NOW, pods, metrics: new Map() })).toBeNull();
  });

  it('counts memory of pods that just start: only CPU is doubted', () => {
    const starting: PodView = { name: 'new', phase: 'Running', ready: false, readyChangedAt: NOW - 5, startedAt: NOW - 5 };
    const metrics = new Map([['new', metric(400)]]);
    expect(byUtilization({ current: 1, target: 80, resource: 'memory', request: 250, now: NOW, pods: [starting], metrics })).toBe(2);
    expect(byUtilization({ current: 1, target: 80, resource: 'cpu', request: 250, now: NOW, pods: [starting], metrics })).toBeNull();
  });
});

describe('byPodsAverage', () => {
  it('follows the mean of what pods tell', () => {
    expect(byPodsAverage({ ...fleet([300, 500]), current: 2, target: 100, now: NOW })).toBe(8);
    expect(byPodsAverage({ ...fleet([105, 105]), current: 2, target: 100, now: NOW })).toBe(2);
    const { pods, metrics } = fleet([20, 20]);
    // The silent one counts as exactly on target: 140 / 3 / 100 = .47, ⌈.47 × 3⌉ = 2.
    expect(byPodsAverage({ pods: [...pods, old('silent')], metrics, current: 3, target: 100, now: NOW })).toBe(2);
  });
});

describe('byExternalAverage', () => {
  it('divides what waits by what one pod should have', () => {
    expect(byExternalAverage({ current: 2, target: 2, value: 9 })).toBe(5);
    expect(byExternalAverage({ current: 2, target: 2, value: 4.3 })).toBe(2);
    expect(byExternalAverage({ current: 5, target: 2, value: 0 })).toBe(0);
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { mostOf, ScalingBehavior, type ScalingRules } from './behavior.ts';

const rules = (over: Partial<ScalingRules>): ScalingRules => ({ stabilizationWindowSeconds: 0, selectPolicy: 'Max', policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }], ...over });

/** Replicas after each sync of 15 s, where metrics call for `wanted`. */
function follow(behavior: ScalingBehavior, from: number, wanted: readonly number[]): number[] {
  let current = from;
  return wanted.map((want, i) => (current = behavior.decide(1_000 + i * 15, current, want)));
}

describe('ScalingBehavior', () => {
  it('goes up by the policy that allows most, a period at a time', () => {
    const behavior = new ScalingBehavior({ minReplicas: 1, maxReplicas: 50, scaleUp: rules({ policies: [{ type: 'Percent', value: 100, periodSeconds: 30 }, { type: 'Pods', value: 2, periodSeconds: 30 }] }) });
    // From 1: two pods more are more than double; then nothing until the 30 s are over; then double each 30 s.
    expect(follow(behavior, 1, [40, 40, 40, 40, 40, 40, 40])).toEqual([3, 3, 6, 6, 12, 12, 24]);
  });

  it('goes up by the policy that allows least when told so, and not at all when switched off', () => {
    const policies = [{ type: 'Percent', value: 100, periodSeconds: 15 }, { type: 'Pods', value: 2, periodSeconds: 15 }] as const;
    expect(follow(new ScalingBehavior({ minReplicas: 1, maxReplicas: 50, scaleUp: rules({ selectPolicy: 'Min', policies }) }), 4, [40, 40])).toEqual([6, 8]);
    expect(follow(new ScalingBehavior({ minReplicas: 1, maxReplicas: 50, scaleUp: rules({ selectPolicy: 'Disabled' }) }), 4, [40, 40])).toEqual([4, 4]);
  });

  it('rounds a percentage up on the way up and down on the way down', () => {
    expect(follow(new ScalingBehavior({ minReplicas: 1, maxReplicas: 50, scaleUp: rules({ policies: [{ type: 'Percent', value: 10, periodSeconds: 15 }] }) }), 3, [40])).toEqual([4]);
    expect(follow(new ScalingBehavior({ minReplicas: 1, maxReplicas: 50, scaleDown: rules({ policies: [{ type: 'Percent', value: 50, periodSeconds: 60 }] }) }), 7, [1, 1, 1, 1, 1])).toEqual([3, 3, 3, 3, 1]);
  });

  it('goes down only to the most that was called for within the window', () => {
    const behavior = new ScalingBehavior({ minReplicas: 1, maxReplicas: 50, scaleUp: rules({}), scaleDown: rules({ stabilizationWindowSeconds: 45 }) });
    // Syncs at 0, 15, 30, 45 s …: the 10 of the first one is forgotten when it is 45 s old.
    expect(follow(behavior, 10, [10, 4, 5, 3, 3, 3, 3])).toEqual([10, 10, 10, 5, 5, 3, 3]);
  });

  it('goes up only to the least that was called for within the window', () => {
    const behavior = new ScalingBehavior({ minReplicas: 1, maxReplicas: 50, scaleUp: rules({ stabilizationWindowSeconds: 30 }) });
    expect(follow(behavior, 2, [2, 6, 9, 9])).toEqual([2, 2, 4, 8]);
  });

  it('brings what stands outside back in, whatever metrics say', () => {
    const behavior = new ScalingBehavior({ minReplicas: 2, maxReplicas: 5 });
    expect(behavior.decide(0, 9, 20)).toBe(5);
    expect(behavior.decide(15, 1, null)).toBe(2);
    expect(behavior.decide(30, 3, null)).toBe(3);
  });

  it('never leaves its bounds, never breaks a policy, never goes below what its window remembers', () => {
    const arbitrary = fc.record({
      min: fc.integer({ min: 1, max: 5 }), span: fc.integer({ min: 0, max: 40 }), start: fc.integer({ min: 1, max: 60 }), downWindow: fc.integer({ min: 0, max: 300 }), upWindow: fc.integer({ min: 0, max: 60 }),
      upPods: fc.integer({ min: 1, max: 10 }), downPercent: fc.integer({ min: 1, max: 100 }), wanted: fc.array(fc.integer({ min: 0, max: 80 }), { minLength: 1, maxLength: 60 }),
    });
    fc.assert(
      fc.property(arbitrary, ({ min, span, start, downWindow, upWindow, upPods, downPercent, wanted }) => {
        const max = min + span;
        const behavior = new ScalingBehavior({
          minReplicas: min, maxReplicas: max,
          scaleUp: rules({ stabilizationWindowSeconds: upWindow, policies: [{ type: 'Pods', value: upPods, periodSeconds: 30 }] }),
          scaleDown: rules({ stabilizationWindowSeconds: downWindow, policies: [{ type: 'Percent', value: downPercent, periodSeconds: 60 }] }),
        });
        const from = Math.min(Math.max(start, min), max);
        const got = follow(behavior, from, wanted);
        for (const [i, replicas] of got.entries()) {
          const before = i === 0 ? from : got[i - 1]!;
          expect(replicas).toBeGreaterThanOrEqual(min);
          expect(replicas).toBeLessThanOrEqual(max);
          const remembered = wanted.slice(Math.max(0, i - Math.ceil(downWindow / 15) + 1), i + 1);
          if (replicas < before) expect(replicas).toBeGreaterThanOrEqual(Math.min(before, Math.max(min, ...remembered.map((value) => Math.min(value, max)))));
          if (replicas > before) expect(replicas - (i >= 2 ? got[i - 2]! : from)).toBeLessThanOrEqual(upPods + Math.max(0, (i >= 2 ? got[i - 2]! : from) - before) + 1e-9);
        }
      }),
    );
  });
});

describe('mostOf', () => {
  it('takes the metric that calls for most, and does not go down while one is not to be had', () => {
    expect(mostOf(4, [2, 7, 3])).toBe(7);
    expect(mostOf(4, [2, null])).toBeNull();
    expect(mostOf(4, [6, null])).toBe(6);
    expect(mostOf(4, [null, null])).toBeNull();
  });
});

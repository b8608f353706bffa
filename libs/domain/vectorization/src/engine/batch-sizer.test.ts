import fc from 'fast-check';
import { BatchSizer } from './batch-sizer.ts';

/** Calls to a provider whose cost is told by `ms`. */
const drive = (sizer: BatchSizer, calls: number, ms: (texts: number) => number) => {
  for (let i = 0; i < calls; i++) sizer.succeeded(sizer.size, sizer.size * 100, ms(sizer.size));
};

describe('BatchSizer', () => {
  it('grows while a larger batch costs less a text, to the limit', () => {
    const sizer = new BatchSizer(() => 500);
    expect(sizer.size).toBe(32);
    drive(sizer, 40, (texts) => 1_000 + texts);
    expect(sizer.size).toBe(500);
  });

  it('stays where growing does not pay', () => {
    const sizer = new BatchSizer(() => 4_096);
    drive(sizer, 30, (texts) => 10 * texts);
    expect(sizer.size).toBeLessThanOrEqual(48);
  });

  it('goes back from a size that costs more', () => {
    const sizer = new BatchSizer(() => 4_096);
    drive(sizer, 500, (texts) => (texts <= 100 ? 500 + texts : texts * texts));
    expect(sizer.size).toBeGreaterThan(32);
    expect(sizer.size).toBeLessThan(170);
  });

  it('never tries a size again that was too large, but grows back after a timeout', () => {
    const sizer = new BatchSizer(() => 500);
    sizer.refused(32, 'too-large');
    expect(sizer.size).toBe(16);
    drive(sizer, 500, (texts) => 1_000 + texts);
    expect(sizer.size).toBe(31);
    sizer.refused(31, 'timeout');
    expect(sizer.size).toBe(15);
    drive(sizer, 20, () => 1);
    expect(sizer.size).toBe(15);
    drive(sizer, 500, (texts) => 1_000 + texts);
    expect(sizer.size).toBe(31);
  });

  it('is between 1 and the limit, whatever happens, also when the limit changes', () => {
    const event = fc.oneof(fc.record({ texts: fc.nat(600), ms: fc.double({ min: 0, max: 1e6, noNaN: true }) }), fc.constantFrom('too-large', 'timeout', 'throttled'), fc.integer({ min: 1, max: 600 }));
    fc.assert(
      fc.property(fc.array(event, { maxLength: 200 }), (events) => {
        let most = 300;
        const sizer = new BatchSizer(() => most);
        for (const one of events) {
          if (typeof one === 'number') most = one;
          else if (typeof one === 'string') sizer.refused(sizer.size, one as 'timeout');
          else sizer.succeeded(one.texts, one.texts * 10, one.ms);
          expect(sizer.size).toBeGreaterThanOrEqual(1);
          expect(sizer.size).toBeLessThanOrEqual(most);
          expect(Number.isInteger(sizer.size)).toBe(true);
        }
      }),
    );
  });
});

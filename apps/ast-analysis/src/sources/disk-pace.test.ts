import { DiskPace } from './disk-pace.ts';

describe('DiskPace', () => {
  it('calls a disk slow that takes long again and again, for a minute', () => {
    const pace = new DiskPace();
    for (let i = 0; i < 3; i++) pace.took(25, i);
    expect([pace.slow(10), pace.slow(59_000), pace.slow(61_000)]).toEqual([true, true, false]);
    pace.took(25, 61_000);
    expect(pace.slow(61_001)).toBe(false);
  });

  it('does not when one read in ten had to wait for the processor, however long', () => {
    const pace = new DiskPace();
    for (let i = 0; i < 1_000; i++) {
      pace.took(i % 10 === 0 ? 400 : 0.2, i);
      expect(pace.slow(i)).toBe(false);
    }
  });
});

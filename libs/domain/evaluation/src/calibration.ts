const BINS = 10;

/** Expected calibration error, 0..1: how far told chances are from what came true, in bins of equal width by the share of questions in each (Naeini, Cooper & Hauskrecht, AAAI 2015). 0 for none. */
export function calibrationError(told: readonly { readonly chance: number; readonly right: boolean }[]): number {
  const bins = Array.from({ length: BINS }, () => ({ count: 0, chance: 0, right: 0 }));
  for (const { chance, right } of told) {
    const bin = bins[Math.min(BINS - 1, Math.max(0, Math.floor(chance * BINS)))]!;
    bin.count++;
    bin.chance += chance;
    bin.right += Number(right);
  }
  return told.length === 0 ? 0 : bins.reduce((sum, { chance, right }) => sum + Math.abs(chance - right), 0) / told.length;
}

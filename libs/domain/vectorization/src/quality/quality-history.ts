import { QualityRun } from '@twinmcp/contracts';

/** Runs that are kept of a workspace. */
export const MAX_RUNS = 50;

/** What a store gave back, newest first; entries that cannot be read are left out. */
export function readHistory(value: unknown): QualityRun[] {
  const runs = value !== null && typeof value === 'object' && 'runs' in value && Array.isArray(value.runs) ? (value.runs as unknown[]) : [];
  return runs.map((run) => QualityRun.safeParse(run)).filter((parsed) => parsed.success).map((parsed) => parsed.data).sort((a, b) => b.at - a.at).slice(0, MAX_RUNS);
}

export function withRun(history: readonly QualityRun[], run: QualityRun): { runs: QualityRun[] } {
  return { runs: [run, ...history].sort((a, b) => b.at - a.at).slice(0, MAX_RUNS) };
}

import { readFile } from 'node:fs/promises';
import { gate, LEAST_GATED, RANKING_METRICS, type GateResult, type RankingScores, type ScoredQuery } from '@twinmcp/evaluation';
import { DomainError } from '@twinmcp/kernel';
import { z } from 'zod';
import type { EvalReport } from './report.ts';

const scores = z.object(Object.fromEntries(RANKING_METRICS.map((metric) => [metric, z.number()]))) as unknown as z.ZodType<RankingScores>;
const File = z.object({
  format: z.literal('twinmcp-eval-1'),
  reports: z.array(z.object({ set: z.string(), protocol: z.string().nullable(), rows: z.array(z.object({ id: z.string(), scores })) })),
});
export type GateFile = z.output<typeof File>;

export interface GateReport extends GateResult {
  readonly set: string;
  readonly protocol: string | null;
}

/** What `--save` writes and `--gate` compares with: the scores of each question, so that runs can be paired. */
export function gateFile(reports: readonly EvalReport[]): GateFile {
  return { format: 'twinmcp-eval-1', reports: reports.map(({ set, protocol, rows }) => ({ set, protocol, rows: rows.map(({ id, scores }) => ({ id, scores })) })) };
}

export async function readGateFile(file: string): Promise<GateFile> {
  const text = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new DomainError('not-found', `${file} cannot be read${cause.code === 'ENOENT' ? ': there is no such file' : `: ${cause.message}`}.`, { cause, details: { hint: 'twinmcp eval … --save <file> writes one.' } });
  });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = null;
  }
  const parsed = File.safeParse(json);
  if (!parsed.success) throw new DomainError('invalid-input', `${file} was not written by --save.`, { details: { hint: 'twinmcp eval … --save <file> writes what --gate reads.' } });
  return parsed.data;
}

/** A set that the file does not have, or too few common questions: the gate cannot say anything, and says so by failing. */
export function gateReports(reports: readonly EvalReport[], baseline: GateFile): GateReport[] {
  return reports.map(({ set, protocol, rows }) => {
    const then: readonly ScoredQuery[] = baseline.reports.find((one) => one.set === set && one.protocol === protocol)?.rows ?? [];
    const result = gate(rows, then);
    if (result.queries < Math.min(LEAST_GATED, rows.length)) throw new DomainError('invalid-input', `The file has ${result.queries} of the questions of ${set}${protocol ? `, protocol ${protocol}` : ''}: too few to compare.`, { details: { hint: 'Save a new one with --save, with the same set, protocol and limit.' } });
    return { set, protocol, ...result };
  });
}

import { RANKING_METRICS, type ModeAccuracy } from '@twinmcp/evaluation';
import type { CommandIo } from '../cli/io.ts';
import type { CoverageReport } from './coverage-probe.ts';
import type { GateReport } from './gate-file.ts';
import type { AblationRow } from './probes.ts';

export const fixed = (value: number) => value.toFixed(3);
export const signed = (value: number) => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}`;

export function printCoverage(coverage: CoverageReport, io: CommandIo): void {
  io.out(`  gold lines in the answer (${coverage.queries} queries): ${coverage.budgets.map(({ budget, covered }) => `${(covered * 100).toFixed(1)} % at ${budget} tokens`).join(', ')}`);
  const until = coverage.untilGold;
  if (until) io.out(`  tokens until the first gold line (${until.queries} queries): median ${Math.round(until.answer)}, whole files in the same order ${Math.round(until.wholeFiles)}: ${(until.share * 100).toFixed(0)} %`);
}

export function printModes(accuracy: ModeAccuracy, io: CommandIo): void {
  io.out('  mode            MRR    hit@10');
  for (const [name, { MRR, 'hit@10': hit }] of Object.entries(accuracy.modes)) io.out(`  ${name.padEnd(12)} ${fixed(MRR)}     ${fixed(hit)}`);
  io.out(`  automatic    ${fixed(accuracy.automatic.MRR)}     ${fixed(accuracy.automatic['hit@10'])}`);
  const share = accuracy.bestMRR > 0 ? accuracy.automatic.MRR / accuracy.bestMRR : 1;
  io.out(`  best mode of each query: MRR ${fixed(accuracy.bestMRR)}; automatic reaches ${fixed(share)} of it, and takes the best mode in ${accuracy.right === null ? '–' : fixed(accuracy.right)} of ${accuracy.decided} queries that are no tie`);
}

export function printAblation(rows: readonly AblationRow[], io: CommandIo): void {
  io.out('  without         MRR  recall@5   worth in MRR (95 %, paired bootstrap)');
  for (const { without, scores, worth } of rows) io.out(`  ${without.padEnd(12)} ${fixed(scores.MRR)}   ${fixed(scores['recall@5'])}    ${signed(worth.difference)} [${signed(worth.differenceLow)}, ${signed(worth.differenceHigh)}]`);
}

export function printGate({ set, protocol, queries, compared, worse, better }: GateReport, io: CommandIo): void {
  const { red, green, bold } = io.colors;
  const verdict = worse.length > 0 ? red(`worse in ${worse.join(', ')}`) : better.length > 0 ? green(`better in ${better.join(', ')}`) : 'no difference beyond chance';
  io.out(`${bold(`${set}${protocol ? `, protocol ${protocol}` : ''}`)} against the saved run, ${queries} queries: ${verdict}`);
  for (const metric of RANKING_METRICS) {
    const one = compared[metric];
    if (one) io.out(`  ${metric.padEnd(10)} ${signed(one.difference)} [${signed(one.differenceLow)}, ${signed(one.differenceHigh)}]`);
  }
}

import { RANKING_METRICS, type LabelScores, type PairedComparison, type RankingScores } from '@twinmcp/evaluation';
import type { CommandIo } from '../cli/io.ts';
import { visible } from '../cli/text.ts';
import { fixed, printAblation, printCoverage, printModes, signed } from './print-probes.ts';
import type { BaselineReport, EvalReport, NamesReport, SymbolReport } from './report.ts';

const SHOWN = RANKING_METRICS.filter((metric) => !metric.startsWith('hit'));

export function printReport(report: EvalReport, io: CommandIo): void {
  const { bold, dim } = io.colors;
  const { indexing, tokensUntilGold: tokens } = report;
  const modes = Object.entries(report.modesUsed).map(([mode, count]) => `${mode} ${count}`).join(', ');
  io.out(bold(`${report.set}${report.protocol ? `, protocol ${report.protocol}` : ''}: ${report.queries} queries, ranked by ${report.level}, mode ${report.mode} (${modes})`));
  io.out(`${''.padEnd(24)}${SHOWN.map((metric) => metric.padStart(10)).join('')}`);
  io.out(row('twinmcp', report.scores));
  for (const [variant, scores] of Object.entries(report.baseline?.variants ?? {})) io.out(row(`bm25 ${variant}`, scores));
  if (report.lines) io.out(`  lines (${report.lines.queries} queries): MRR ${fixed(report.lines.scores.MRR)}, gold hunks in the first 1/5/10 places ${fixed(report.lines.scores['recall@1'])} / ${fixed(report.lines.scores['recall@5'])} / ${fixed(report.lines.scores['recall@10'])}`);
  io.out(`  tokens until the first gold hit: ${tokens.p50 === null ? '–' : `p50 ${Math.round(tokens.p50)}, mean ${Math.round(tokens.mean!)}`} (found in ${tokens.found} of ${report.queries} answers of ${tokens.budget} tokens)`);
  if (report.coverage) printCoverage(report.coverage, io);
  if (report.quality.answers > 0) io.out(`  quality that the answers told: ${fixed(report.quality.mean)} in the mean, right among the first five ${fixed(report.quality.right)}, expected calibration error ${fixed(report.quality.calibrationError)}`);
  io.out(`  latency: p50 ${report.latencyMs.p50.toFixed(1)} ms, p95 ${report.latencyMs.p95.toFixed(1)} ms`);
  io.out(dim(`  indexing: ${indexing.runs} ${indexing.runs === 1 ? 'run' : 'runs'}, ${indexing.seconds.toFixed(1)} s, ${indexing.filesOfLastTree} files in the last tree${indexing.notIndexed > 0 ? `, ${indexing.notIndexed} passages not indexed` : ''}`));
  if (report.degradedQueries > 0) io.out(`  ${io.colors.yellow('in part')}: ${report.degradedQueries} answers were degraded`);
  if (report.baseline) printBaseline(report.baseline, io);
  if (report.modeAccuracy) printModes(report.modeAccuracy, io);
  if (report.ablation) printAblation(report.ablation, io);
}

export function printSymbolReport(report: SymbolReport, io: CommandIo): void {
  io.out(io.colors.bold(`${report.set}: ${report.cases} cases`));
  io.out(`  ${''.padEnd(14)}${['precision', 'recall', 'F1', 'labels', 'found'].map((name) => name.padStart(10)).join('')}`);
  for (const score of report.scores) {
    io.out(labelRow(score.label, score));
    if (score.literal) io.out(io.colors.dim(labelRow('  literally', score.literal)));
    for (const { case: id, missed, extra } of score.misses ?? []) io.out(`    ${visible(id)}\n      missed ${missed.map(visible).join(' ') || '–'}\n      extra  ${extra.map(visible).join(' ') || '–'}`);
  }
}

export function printNamesReport(report: NamesReport, io: CommandIo): void {
  io.out(io.colors.bold(`${report.set}: names, with the vectors of ${report.model}`));
  io.out(`  ${''.padEnd(40)}${['metric', 'score', 'plain', 'queries'].map((name) => name.padStart(10)).join('')}`);
  for (const { label, metric, score, published, queries, misses } of report.scores) {
    io.out(`  ${label.padEnd(40)}${[metric, fixed(score), published === null ? '–' : fixed(published), String(queries)].map((value) => value.padStart(10)).join('')}`);
    for (const { query, gold, found } of misses ?? []) io.out(`    ${visible(query)}\n      wanted ${gold.map(visible).join(', ')}\n      found  ${found.map(visible).join(', ') || '–'}`);
  }
}

const labelRow = (label: string, { precision, recall, F1, labels, found }: LabelScores) => `  ${label.padEnd(14)}${[precision, recall, F1].map((value) => (value === null ? '–' : fixed(value)).padStart(10)).join('')}${[labels, found].map((count) => String(count).padStart(10)).join('')}`;

function printBaseline(baseline: BaselineReport, io: CommandIo): void {
  for (const off of baseline.deviations) io.out(io.colors.red(`  bm25 ${off.variant} does not reproduce the published ${off.metric}: ${fixed(off.measured)} for ${fixed(off.published)}; no ratio counts`));
  if (baseline.reproducesPublished) io.out('  bm25 reproduces the published numbers within .005');
  for (const [metric, compared] of Object.entries(baseline.compared)) io.out(`  ${metric.padEnd(10)} ${describe(compared, baseline.best)}`);
}

function describe(c: PairedComparison, variant: string): string {
  const ratio = c.ratio === null ? 'no ratio' : `× ${fixed(c.ratio)} [${fixed(c.ratioLow!)}, ${fixed(c.ratioHigh!)}]`;
  return `${ratio} of bm25 ${variant}, difference ${signed(c.difference)} [${signed(c.differenceLow)}, ${signed(c.differenceHigh)}] (95 %, paired bootstrap)`;
}

const row = (name: string, scores: RankingScores) => `  ${name.padEnd(22)}${SHOWN.map((metric) => fixed(scores[metric]).padStart(10)).join('')}`;

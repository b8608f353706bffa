import { RANKING_METRICS, type RankingScores } from '@twinmcp/evaluation';
import type { GateReport } from './gate-file.ts';
import { fixed, signed } from './print-probes.ts';
import type { EvalReport } from './report.ts';

/** Questions that are listed, hardest first. */
const LISTED = 100;
const STYLE = `body{font:15px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;color:#1b1f24;background:#fff}table{border-collapse:collapse;margin:.5rem 0 1.5rem}th,td{padding:.2rem .7rem;text-align:right;border-bottom:1px solid #d0d7de}th:first-child,td:first-child{text-align:left}.bar{display:inline-block;height:.7rem;background:#2f6f9f;vertical-align:middle}.worse{color:#a40e26;font-weight:600}.better{color:#1a7f37;font-weight:600}.q{max-width:36rem;overflow-wrap:anywhere;text-align:left}small{color:#57606a}@media(prefers-color-scheme:dark){body{background:#0d1117;color:#e6edf3}th,td{border-color:#30363d}small{color:#8d96a0}}`;

/** One file without scripts, fonts or addresses of elsewhere: it can be kept, mailed and opened offline. */
export function htmlReport(reports: readonly EvalReport[], gates: readonly GateReport[] | null, made: { readonly version: string; readonly at: string }): string {
  const parts = reports.map((report) => section(report, gates?.find((one) => one.set === report.set && one.protocol === report.protocol) ?? null));
  return `<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>TwinMCP evaluation</title><style>${STYLE}</style></head><body>\n<h1>Evaluation</h1><p><small>TwinMCP ${text(made.version)}, ${text(made.at)}</small></p>\n${parts.join('\n')}\n</body></html>\n`;
}

function section(report: EvalReport, gate: GateReport | null): string {
  const baseline = Object.entries(report.baseline?.variants ?? {}).map(([variant, scores]) => scoreRow(`BM25 ${variant}`, scores));
  return [
    `<h2>${text(report.set)}${report.protocol ? `, protocol ${text(report.protocol)}` : ''}</h2>`,
    `<p>${report.queries} questions, ranked by ${report.level}; modes: ${text(Object.entries(report.modesUsed).map(([mode, count]) => `${mode} ${count}`).join(', '))}; latency p50 ${report.latencyMs.p50.toFixed(1)} ms, p95 ${report.latencyMs.p95.toFixed(1)} ms</p>`,
    table(['', ...RANKING_METRICS], [scoreRow('TwinMCP', report.scores), ...baseline]),
    gate ? gateTable(gate) : '',
    report.coverage ? `<h3>Lines that were changed, in the answer</h3>${table(['budget', 'share', 'tokens used'], report.coverage.budgets.map(({ budget, covered, tokens }) => [String(budget), `${(covered * 100).toFixed(1)} %`, String(Math.round(tokens))]))}${report.coverage.untilGold ? `<p>Tokens until the first of them, median: ${Math.round(report.coverage.untilGold.answer)}; whole files in the same order: ${Math.round(report.coverage.untilGold.wholeFiles)}.</p>` : ''}` : '',
    report.modeAccuracy ? `<h3>Modes</h3>${table(['mode', 'MRR', 'hit@10'], [...Object.entries(report.modeAccuracy.modes), ['automatic', report.modeAccuracy.automatic] as const].map(([name, scores]) => [text(name), fixed(scores.MRR), fixed(scores['hit@10'])]))}<p>Best mode of each question: MRR ${fixed(report.modeAccuracy.bestMRR)}. Taken by the selector in ${report.modeAccuracy.right === null ? '–' : fixed(report.modeAccuracy.right)} of ${report.modeAccuracy.decided} questions that are no tie.</p>` : '',
    report.ablation ? `<h3>What each generator is worth</h3>${table(['without', 'MRR', 'recall@5', 'worth in MRR', '95 %'], report.ablation.map(({ without, scores, worth }) => [text(without), fixed(scores.MRR), fixed(scores['recall@5']), signed(worth.difference), `[${signed(worth.differenceLow)}, ${signed(worth.differenceHigh)}]`]))}` : '',
    hardest(report),
  ].join('\n');
}

function gateTable(gate: GateReport): string {
  const verdict = gate.worse.length > 0 ? `<p class="worse">Worse in ${gate.worse.join(', ')}</p>` : gate.better.length > 0 ? `<p class="better">Better in ${gate.better.join(', ')}</p>` : '<p>No difference beyond chance.</p>';
  const rows = RANKING_METRICS.flatMap((metric) => {
    const one = gate.compared[metric];
    return one ? [[metric, signed(one.difference), `[${signed(one.differenceLow)}, ${signed(one.differenceHigh)}]`]] : [];
  });
  return `<h3>Against the saved run (${gate.queries} questions)</h3>${verdict}${table(['', 'difference', '95 %'], rows)}`;
}

function hardest(report: EvalReport): string {
  const rows = [...report.rows].sort((a, b) => a.scores.MRR - b.scores.MRR || a.scores['recall@5'] - b.scores['recall@5']).slice(0, LISTED);
  return `<h3>Hardest questions</h3><table><tr><th>rank of the first answer</th><th>mode</th><th class="q">question</th></tr>${rows.map((row) => `<tr><td>${row.rank ?? 'not found'} <span class="bar" style="width:${Math.round(60 * row.scores.MRR)}px"></span></td><td>${text(row.mode)}</td><td class="q">${text(row.query)}<br><small>${text(row.id)}</small></td></tr>`).join('')}</table>`;
}

const scoreRow = (name: string, scores: RankingScores): string[] => [text(name), ...RANKING_METRICS.map((metric) => fixed(scores[metric]))];
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string => `<table><tr>${head.map((cell) => `<th>${text(cell)}</th>`).join('')}</tr>${rows.map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join('')}</tr>`).join('')}</table>`;

/** Messages of commits may hold anything. */
function text(value: string): string {
  return value.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

import { ASKED, type Point } from './simulate.ts';

export interface SpikeSummary {
  /** From the beginning of the spike until the last step in it that was not good; null when it was not good at its end. Good: p95 within 500 ms, nothing shed, nothing timed out, at most one in a hundred with parts missing. */
  readonly recoveredAfterS: number | null;
  readonly arrived: number;
  readonly shed: number;
  readonly timedOut: number;
  readonly degraded: number;
  /** Answered after more than 500 ms. */
  readonly late: number;
  readonly worstP95Ms: number;
  readonly mostReplicas: Readonly<Record<string, number>>;
  /** Replicas when the run ended, after the spike was over. */
  readonly lastReplicas: Readonly<Record<string, number>>;
  /** Times that any service's replicas turned from rising to falling or back, beyond the one rise and fall that a spike makes. */
  readonly turns: number;
}

export interface Spike {
  readonly beginsAt: number;
  readonly endsAt: number;
}

export const isGood = ({ p95Ms, shed, timedOut, degraded, arrived }: Point): boolean => p95Ms <= 500 && shed === 0 && timedOut === 0 && degraded <= 0.01 * arrived;

export function summarize(points: readonly Point[], { beginsAt, endsAt }: Spike): SpikeSummary {
  const during = points.filter(({ at }) => at >= beginsAt && at < endsAt);
  const bad = during.filter((point) => !isGood(point));
  const step = points[1]!.at - points[0]!.at;
  const lastBad = bad.at(-1)?.at ?? beginsAt - step;
  const sum = (of: (point: Point) => number) => during.reduce((total, point) => total + of(point), 0);
  return {
    recoveredAfterS: lastBad >= endsAt - step ? null : lastBad + step - beginsAt,
    arrived: sum(({ arrived }) => arrived),
    shed: sum(({ shed }) => shed),
    timedOut: sum(({ timedOut }) => timedOut),
    degraded: sum(({ degraded }) => degraded),
    late: sum(({ late }) => late),
    worstP95Ms: Math.round(Math.max(...during.map(({ p95Ms }) => p95Ms))),
    mostReplicas: Object.fromEntries(ASKED.map((name) => [name, Math.max(...points.map(({ wanted }) => wanted[name]!))])),
    lastReplicas: points.at(-1)!.wanted,
    turns: ASKED.reduce((total, name) => total + Math.max(0, turnsOf(points.map(({ wanted }) => wanted[name]!)) - 1), 0),
  };
}

function turnsOf(values: readonly number[]): number {
  let direction = 0;
  let turns = 0;
  for (let i = 1; i < values.length; i++) {
    const sign = Math.sign(values[i]! - values[i - 1]!);
    if (sign === 0) continue;
    if (direction !== 0 && sign !== direction) turns++;
    direction = sign;
  }
  return turns;
}

const COLORS: Readonly<Record<string, string>> = { gateway: '#1f77b4', 'context-assembly': '#d62728', 'ast-analysis': '#2ca02c', embedding: '#9467bd', 'library-resolution': '#8c564b' };
const WIDTH = 860;
const PANEL = 150;
const LEFT = 60;
const GAP = 34;

/** Three panels over time: replicas, 95th percentile (log), requests that got no full answer. */
export function spikeSvg(title: string, points: readonly Point[], { beginsAt, endsAt }: Spike): string {
  const x = (at: number) => LEFT + ((WIDTH - LEFT - 10) * at) / points.at(-1)!.at;
  const most = Math.max(...points.flatMap(({ wanted }) => Object.values(wanted)));
  const missed = ({ shed, timedOut, degraded }: Point) => shed + timedOut + degraded;
  const mostMissed = Math.max(1, ...points.map(missed));
  const panels = [
    { name: 'replicas', top: String(most), lines: ASKED.map((name) => ({ color: COLORS[name]!, values: points.map(({ wanted }) => wanted[name]! / most) })) },
    { name: 'p95, ms (log)', top: '30,000', lines: [{ color: '#000', values: points.map(({ p95Ms }) => Math.log10(Math.max(10, p95Ms) / 10) / Math.log10(3_000)) }], mark: Math.log10(50) / Math.log10(3_000) },
    { name: 'no full answer', top: String(mostMissed), lines: [{ color: '#000', values: points.map((point) => missed(point) / mostMissed) }] },
  ];
  const body = panels.map(({ name, top, lines, mark }, i) => {
    const bottom = GAP + (i + 1) * PANEL + i * GAP;
    const y = (value: number) => bottom - PANEL * Math.min(1, value);
    return [
      `<text x="${LEFT}" y="${bottom - PANEL - 6}">${name}</text><text x="${LEFT - 6}" y="${bottom - PANEL + 8}" text-anchor="end">${top}</text>`,
      `<rect x="${x(beginsAt).toFixed(1)}" y="${bottom - PANEL}" width="${(x(endsAt) - x(beginsAt)).toFixed(1)}" height="${PANEL}" fill="#0001"/>`,
      `<path d="M${LEFT} ${bottom}H${WIDTH - 10}M${LEFT} ${bottom}V${bottom - PANEL}" stroke="#888" fill="none"/>`,
      ...(mark === undefined ? [] : [`<path d="M${LEFT} ${y(mark).toFixed(1)}H${WIDTH - 10}" stroke="#d62728" stroke-dasharray="4"/><text x="${LEFT - 6}" y="${(y(mark) + 4).toFixed(1)}" text-anchor="end">500</text>`]),
      ...lines.map(({ color, values }) => `<polyline fill="none" stroke="${color}" stroke-width="1.5" points="${values.map((value, j) => `${x(points[j]!.at).toFixed(1)},${y(value).toFixed(1)}`).join(' ')}"/>`),
    ].join('\n');
  });
  const legend = ASKED.map((name, i) => `<text x="${LEFT + 150 + i * 130}" y="${GAP - 6}" fill="${COLORS[name]}">${name}</text>`).join('');
  const height = GAP + panels.length * (PANEL + GAP);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="sans-serif" font-size="11"><rect width="${WIDTH}" height="${height}" fill="#fff"/><text x="${LEFT}" y="14" font-size="13">${title}</text>\n${legend}\n${body.join('\n')}\n</svg>\n`;
}

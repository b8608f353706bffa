import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { SERVICES } from '@twinmcp/contracts';
import { parseAllDocuments } from 'yaml';
import { bytes, chartSettings, overlay, type ChartSettings, type ServiceSettings } from './chart-settings.ts';
import { EventQueue, seededRandom } from './event-queue.ts';
import { ASKED, simulate, type RequestModel, type SimulationOptions } from './simulate.ts';
import { summarize } from './summarize.ts';

const services = Object.fromEntries(SERVICES.map((name) => [name, { startS: 1, idleMb: 100, loadedMb: 150 }])) as SimulationOptions['services'];
const ask: RequestModel = { name: 'ask', share: 1, work: { gateway: { main: 2, worker: 0, extra: 0 }, 'context-assembly': { main: 10, worker: 0, extra: 2 }, 'ast-analysis': { main: 5, worker: 0, extra: 0 }, embedding: { main: 1, worker: 4, extra: 0 } }, overheadMs: 5, spread: [0.5, 1, 1.5] };

/** Services that do not scale, each with so many pods. */
function fixed(replicas: number): ChartSettings {
  const chart = chartSettings();
  return { ...chart, services: Object.fromEntries(Object.entries(chart.services).map(([name, settings]) => [name, { ...settings, replicas, autoscaling: null } satisfies ServiceSettings])) as ChartSettings['services'] };
}

const run = (over: Partial<SimulationOptions>) => simulate({ chart: fixed(2), requests: [ask], services, rate: () => 20, seconds: 60, seed: 1, ...over });

describe('simulate', () => {
  it('answers everything in its own time when nothing is full', () => {
    const points = run({ requests: [{ ...ask, spread: [1] }], rate: () => 0.5, seconds: 400 });
    // 2 + 10 + max(5, 1 + 4) + 5 of waiting elsewhere.
    expect(points.filter(({ ok }) => ok > 0).every(({ p95Ms }) => p95Ms > 21.9 && p95Ms < 45)).toBe(true);
    expect(points.map(({ shed, timedOut, degraded }) => shed + timedOut + degraded).every((missed) => missed === 0)).toBe(true);
    expect(points.reduce((sum, { ok }) => sum + ok, 0)).toBe(points.reduce((sum, { arrived }) => sum + arrived, 0));
  });

  it('is the same for the same seed and another for another', () => {
    expect(run({ seed: 5 })).toEqual(run({ seed: 5 }));
    expect(run({ seed: 5 })).not.toEqual(run({ seed: 6 }));
  });

  it('sheds, leaves parts out and times out when far more comes than can be done', () => {
    const points = run({ rate: () => 1_000, seconds: 40, maxInFlight: 64 });
    const sum = (of: 'arrived' | 'ok' | 'shed' | 'timedOut' | 'degraded') => points.reduce((total, point) => total + point[of], 0);
    expect(sum('shed')).toBeGreaterThan(0.5 * sum('arrived'));
    expect(sum('ok') + sum('shed') + sum('timedOut')).toBe(sum('arrived'));
  });

  it('adds pods within the bounds of the chart, and takes them away only after its window', () => {
    const chart = chartSettings();
    const points = simulate({ chart, requests: [ask], services, rate: (at) => (at >= 300 && at < 600 ? 300 : 15), seconds: 1_500, seed: 2 });
    const { maxReplicas, minReplicas, behavior } = chart.services['context-assembly'].autoscaling!;
    const wanted = points.map((point) => point.wanted['context-assembly']!);
    expect(Math.max(...wanted)).toBeGreaterThan(4);
    expect(wanted.every((count) => count >= minReplicas && count <= maxReplicas)).toBe(true);
    const firstDown = points.findIndex((point, i) => i > 0 && point.wanted['context-assembly']! < wanted[i - 1]!);
    expect(points[firstDown]!.at).toBeGreaterThanOrEqual(600 + behavior.scaleDown.stabilizationWindowSeconds - 30);
    expect(wanted.at(-1)).toBe(minReplicas);
    const summary = summarize(points, { beginsAt: 300, endsAt: 600 });
    expect(summary.recoveredAfterS).toBeGreaterThan(0);
    expect(summary.mostReplicas['context-assembly']).toBe(Math.max(...wanted));
    expect(summary.turns).toBe(0);
  });

  it('shows pods whose memory alone is above the target running away to the most replicas', () => {
    const heavy = { ...services, 'context-assembly': { startS: 1, idleMb: 100, loadedMb: (chartSettings().services['context-assembly'].memoryRequest / 1e6) * 0.95 } };
    const points = simulate({ chart: chartSettings(), requests: [ask], services: heavy, rate: () => 15, seconds: 900, seed: 2 });
    const wanted = points.map((point) => point.wanted['context-assembly']!);
    // Two carry the load; each that is added holds as much memory as they do.
    expect(wanted.at(-1)).toBeGreaterThan(8);
    expect(wanted.every((count, i) => i === 0 || count >= wanted[i - 1]!)).toBe(true);
  });
});

describe('chartSettings', () => {
  it('reads values.yaml as Helm renders it', () => {
    const chart = chartSettings();
    for (const name of ASKED) {
      const documents = parseAllDocuments(readFileSync(new URL(`../../../k8s/base/${name}.yaml`, import.meta.url), 'utf8')).map((document) => document.toJS() as Rendered);
      const scaler = documents.find(({ kind }) => kind === 'HorizontalPodAutoscaler');
      const { resources, readinessProbe } = documents.find(({ kind }) => kind === 'Deployment')!.spec.template!.spec.containers[0]!;
      const { autoscaling, memoryRequest, memoryLimit } = chart.services[name];
      expect(readinessProbe.periodSeconds).toBe(chart.readinessPeriodS);
      expect([bytes(resources.requests.memory), bytes(resources.limits.memory)]).toEqual([memoryRequest, memoryLimit]);
      // Without Qdrant the embedding service is one pod; nothing scales it.
      if (name === 'embedding') continue;
      expect(scaler!.spec).toMatchObject({ minReplicas: autoscaling!.minReplicas, maxReplicas: autoscaling!.maxReplicas, behavior: { scaleDown: { policies: autoscaling!.behavior.scaleDown.policies }, scaleUp: { policies: autoscaling!.behavior.scaleUp.policies } } });
      expect(scaler!.spec.metrics!.map(({ resource }) => resource?.target.averageUtilization)).toEqual([autoscaling!.cpu, autoscaling!.memory]);
    }
  });

  it('lays values over each other map by map, lists as a whole', () => {
    expect(overlay({ a: { b: 1, c: [1, 2] }, d: 1 }, { a: { c: [3] } })).toEqual({ a: { b: 1, c: [3] }, d: 1 });
  });
});

interface Rendered {
  readonly kind: string;
  readonly spec: { readonly metrics?: { resource?: { target: { averageUtilization: number } } }[]; readonly template?: { spec: { containers: { resources: { requests: { memory: string }; limits: { memory: string } }; readinessProbe: { periodSeconds: number } }[] } } };
}

describe('EventQueue', () => {
  it('gives events by time, those of one time in their order', () => {
    const queue = new EventQueue<number>();
    const random = seededRandom(9);
    const times = Array.from({ length: 500 }, () => Math.floor(random() * 50));
    for (const [i, at] of times.entries()) queue.push(at, i);
    const order: { at: number; event: number }[] = [];
    for (let next = queue.pop(); next; next = queue.pop()) order.push({ at: next.at, event: next.event });
    expect(order.map(({ event }) => event)).toEqual(times.map((at, i) => ({ at, i })).sort((a, b) => a.at - b.at || a.i - b.i).map(({ i }) => i));
  });
});

import { describe, expect, it } from '@jest/globals';
import { SERVICES } from '@twinmcp/contracts';
import { PROCESSES, type Cost, type Measured, type MeasuredScenario, type Process } from './measured.types.ts';
import { planFor, planValues } from './plan-model.ts';
import { chartSettings, overlay } from './simulation/chart-settings.ts';
import { quietRate, requestModels, serviceModels } from './simulation/model.ts';

const each = <T>(value: T): Record<Process, T> => Object.fromEntries(PROCESSES.map((name) => [name, value])) as Record<Process, T>;
const none: Cost = { cpuMs: 0, mainMs: 0, workerMs: 0, calls: 0 };
const times = { p50: 30, p90: 30, p95: 30, p99: 30, max: 30, mean: 30, variation: 0 };
const report = { seconds: 1, requests: 1, ok: 1, perSecond: 1, failed: {}, unanswered: 0, degraded: 0, repeated: 0, latency: times, service: times, generatorBehindMs: 0 };
const scenario = (cost: Partial<Record<Process, Cost>>): MeasuredScenario => ({ saturated: { clients: 32, report }, open: { ratePerSecond: 1, report }, oneClient: report, spread: [1], cost: { ...each(none), ...cost }, generatorCpuMs: 0 });

const measured: Measured = {
  measured: '2026-01-01', commit: 'x', machine: { cores: 2, memoryGb: 8, cpu: 'x', node: 'x', loadBefore: 0 },
  corpus: { name: 'x', files: 7_152, mb: 72, chunks: 107_544, symbols: 1 },
  readyMs: Object.fromEntries(SERVICES.map((name) => [name, 1_000])) as Measured['readyMs'],
  idle: each({ rssMb: 100, cpuPercent: 0 }),
  indexing: { seconds: 60, cpuMs: each(10_000), rssMb: each(100), diskMb: each(40) },
  loadedRssMb: { ...each(200), 'context-assembly': 430 },
  scenarios: {
    ask: scenario({ gateway: { cpuMs: 2, mainMs: 2, workerMs: 0.1, calls: 0 }, 'context-assembly': { cpuMs: 12, mainMs: 8, workerMs: 1, calls: 1 }, embedding: { cpuMs: 10, mainMs: 2, workerMs: 8, calls: 1 }, nats: { cpuMs: 1, mainMs: 0, workerMs: 1, calls: 0 } }),
    symbols: scenario({ gateway: { cpuMs: 1, mainMs: 1, workerMs: 0, calls: 0 }, 'ast-analysis': { cpuMs: 1, mainMs: 1, workerMs: 0, calls: 1 }, monitoring: { cpuMs: 0.01, mainMs: 0, workerMs: 0, calls: 0 } }),
  },
  mixed: { mix: {}, ratePerSecond: 1, report, cpuMs: each({ predicted: 0, measured: 0 }) },
};
const input = { requestsPerSecond: 1_000, mix: { ask: 1, symbols: 1 }, documents: 7_152, workspaces: 1, utilization: 0.7, spare: 0 };

describe('requestModels', () => {
  it('lets a thread stand in the way only where it does a good part of the work, and leaves out who was not called', () => {
    const [ask, symbols] = requestModels(measured, { ask: 3, symbols: 1 });
    expect([ask!.share, symbols!.share]).toEqual([0.75, 0.25]);
    expect(ask!.work['context-assembly']).toEqual({ main: 8, worker: 0, extra: 4 });
    expect(ask!.work.embedding).toEqual({ main: 2, worker: 8, extra: 0 });
    expect(Object.keys(symbols!.work)).toEqual(['gateway', 'ast-analysis']);
    // 30 ms alone, of which 2 + 8 + (2 + 8) are CPU that the question waits for.
    expect(ask!.overheadMs).toBe(10);
    expect(() => requestModels(measured, { search: 1 })).toThrow(/search was not measured; there are ask, symbols/);
  });
});

describe('serviceModels', () => {
  it('gives a new pod of ast-analysis the time to read its workspace', () => {
    // One second to start; 10 s of CPU on two cores.
    expect(serviceModels(measured)['ast-analysis']).toEqual({ startS: 6, idleMb: 100, loadedMb: 200 });
    expect(serviceModels(measured).gateway.startS).toBe(1);
  });
});

describe('planFor', () => {
  it('gives each service the replicas that keep its busiest thread and its request at the share asked for', () => {
    const { services, nats, cores } = planFor(measured, input);
    // Half of 1,000 a second asks 8 ms of the main thread: 4 cores' worth, by .7 a pod.
    expect(services['context-assembly']).toMatchObject({ cpuMs: 6, threadMs: 4, replicas: 6, cpuRequest: 1.5 });
    // The index thread with its 8 ms bounds embedding: 4 / .7.
    expect(services.embedding).toMatchObject({ threadMs: 4, replicas: 6, cpuRequest: 1.25 });
    expect(services['ast-analysis']).toMatchObject({ cpuMs: 0.5, replicas: 2, cpuRequest: 1 });
    expect(services['library-resolution']).toBeUndefined();
    // 430 MB are to be two thirds of four fifths of the request at most, in steps of 64 MiB: 806 MB.
    expect(services['context-assembly']!.memory).toBe(832);
    expect(nats.cores).toBeCloseTo(0.5 / 0.7, 6);
    expect(cores).toBeCloseTo(6 * 1.5 + 6 * 1.25 + 2 * 1 + 3 * 1 + 0.5 / 0.7, 6);
  });

  it('grows with the rate, with what may be away, and embedding with the index', () => {
    const one = planFor(measured, input).services;
    expect(planFor(measured, { ...input, requestsPerSecond: 10_000 }).services['context-assembly']!.replicas).toBe(58);
    expect(planFor(measured, { ...input, spare: 0.5 }).services['context-assembly']!.replicas).toBe(12);
    const large = planFor(measured, { ...input, documents: 71_520 });
    expect(large.services.embedding!.cpuMs / one.embedding!.cpuMs).toBeCloseTo(48.7 / 6.9, 2);
    expect(large.services['context-assembly']).toEqual(one['context-assembly']);
    expect(large.index).toMatchObject({ chunks: 1_075_440, shardsPerWorkspace: 1, residentMb: 888 });
  });

  it('shards what is larger than was measured, and keeps a search cheap where documents fall into many workspaces', () => {
    const input1m = { ...input, documents: 1_000_000 };
    expect(planFor(measured, input1m).index.shardsPerWorkspace).toBe(14);
    const apart = planFor(measured, { ...input1m, workspaces: 140 }).index;
    expect(apart.shardsPerWorkspace).toBe(1);
    expect(apart.searchMs).toBeCloseTo(6.9, 1);
    expect(apart.syntaxDiskGb).toBeCloseTo((1_000_000 / 7_152) * 0.04, 6);
    expect(apart.indexingCoreHours).toBeCloseTo(((1_000_000 / 7_152) * 70) / 3_600, 6);
  });

  it('gives values that the chart understands', () => {
    const plan = planFor(measured, input);
    const { services } = chartSettings(overlay({}, planValues(plan)));
    expect(services['context-assembly']).toMatchObject({ cpuRequest: 1_500, memoryRequest: 832 * 2 ** 20, memoryLimit: 832 * 2 ** 20, autoscaling: { minReplicas: 2, maxReplicas: 9, cpu: 70, memory: 80 } });
  });
});

describe('quietRate', () => {
  it('is what the service that is full first carries with its least replicas', () => {
    const { services } = chartSettings();
    const { cpuRequest, autoscaling } = services['context-assembly'];
    const requests = requestModels(measured, { ask: 1 });
    expect(quietRate(chartSettings(), requests)).toBeLessThanOrEqual((autoscaling!.minReplicas * cpuRequest * (autoscaling!.cpu / 100) * 0.9) / 12 + 1e-9);
  });
});

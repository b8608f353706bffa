import { SERVICES, type ServiceName } from '@twinmcp/contracts';
import type { ScenarioName } from '../../../tests/load/scenarios.ts';
import type { Measured } from '../measured.types.ts';
import type { ChartSettings } from './chart-settings.ts';
import type { Work } from './pod.ts';
import { ASKED, type RequestModel, type ServiceModel } from './simulate.ts';

/** Less than this is what being measured costs (health checks, metrics), not the request. */
const NOTHING_MS = 0.05;
/** A thread with such a part of a service's work stands in the way of a request; with less it collects garbage beside it. */
const WORKER_SHARE = 0.25;

export type MixShares = Readonly<Partial<Record<ScenarioName, number>>>;

/** Requests as they were measured, by shares that add up to one. */
export function requestModels(measured: Measured, mix: MixShares): RequestModel[] {
  const total = Object.values(mix).reduce((sum, share) => sum + share, 0);
  return Object.entries(mix).map(([name, share]) => {
    const scenario = measured.scenarios[name as ScenarioName];
    if (!scenario) throw new Error(`${name} was not measured; there are ${Object.keys(measured.scenarios).join(', ')}.`);
    const work: Partial<Record<ServiceName, Work>> = {};
    for (const service of ASKED) {
      const { cpuMs, mainMs, workerMs, calls } = scenario.cost[service];
      if (service !== 'gateway' && (calls < NOTHING_MS || cpuMs < NOTHING_MS)) continue;
      const worker = workerMs >= WORKER_SHARE * cpuMs ? workerMs : 0;
      work[service] = { main: mainMs, worker, extra: Math.max(0, cpuMs - mainMs - worker) };
    }
    return { name: name as ScenarioName, share: share / total, work, overheadMs: Math.max(0, scenario.oneClient.latency.mean - pathMs(work)), spread: scenario.spread };
  });
}

/** CPU that one request waits for when nothing else is there, ms. */
function pathMs(work: RequestModel['work']): number {
  const of = (name: ServiceName) => (work[name] ? work[name].main + work[name].worker : 0);
  return of('gateway') + of('context-assembly') + Math.max(0, ...ASKED.filter((name) => name !== 'gateway' && name !== 'context-assembly').map(of));
}

/** What pods of each service are like. A new one of ast-analysis first reads the measured workspace, with the cores of the measured machine (`services.warm_up`). */
export function serviceModels(measured: Measured): Record<ServiceName, ServiceModel> {
  const warmUpS = measured.indexing.cpuMs['ast-analysis'] / 1_000 / measured.machine.cores;
  return Object.fromEntries(SERVICES.map((name) => [name, { startS: measured.readyMs[name] / 1_000 + (name === 'ast-analysis' ? warmUpS : 0), idleMb: measured.idle[name].rssMb, loadedMb: measured.loadedRssMb[name] }])) as Record<ServiceName, ServiceModel>;
}

/** CPU of one request of the mix in a service, ms, and of it the main thread's. */
export function meanCost(requests: readonly RequestModel[], service: ServiceName): { readonly cpuMs: number; readonly threadMs: number } {
  const mean = (of: (work: Work) => number) => requests.reduce((sum, { share, work }) => sum + share * (work[service] ? of(work[service]) : 0), 0);
  return { cpuMs: mean(({ main, worker, extra }) => main + worker + extra), threadMs: Math.max(mean(({ main }) => main), mean(({ worker }) => worker)) };
}

/** Requests a second at which the least replicas of every service stand at nine tenths of what their autoscaler wants of their CPU. */
export function quietRate(chart: ChartSettings, requests: readonly RequestModel[]): number {
  const rates = ASKED.flatMap((name) => {
    const { autoscaling, cpuRequest } = chart.services[name];
    const { cpuMs } = meanCost(requests, name);
    return autoscaling && cpuMs > 0 ? [(autoscaling.minReplicas * cpuRequest * (autoscaling.cpu / 100) * 0.9) / cpuMs] : [];
  });
  return Math.min(...rates);
}

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ServiceName } from '@twinmcp/contracts';
import { parse } from 'yaml';
import type { ScalingRules } from '../hpa/behavior.ts';

/** What the chart says of one service. CPU in milli-cores, memory in bytes. */
export interface ServiceSettings {
  readonly replicas: number;
  readonly cpuRequest: number;
  readonly memoryRequest: number;
  readonly memoryLimit: number;
  readonly autoscaling: {
    readonly minReplicas: number;
    readonly maxReplicas: number;
    readonly cpu: number;
    readonly memory: number;
    readonly behavior: { readonly scaleUp: ScalingRules; readonly scaleDown: ScalingRules };
  } | null;
  /** Requests a second that one pod should have; null where the work metric is a queue, which questions do not fill. */
  readonly requestsPerSecond: number | null;
}

export interface ChartSettings {
  readonly services: Readonly<Record<ServiceName, ServiceSettings>>;
  readonly workMetrics: boolean;
  /** Of the readiness probe, s. */
  readonly readinessPeriodS: number;
}

type Tree = { readonly [key: string]: unknown };
const CHART = fileURLToPath(new URL('../../../helm/twinmcp/', import.meta.url));
const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null && !Array.isArray(value);

/** `over` on `base`, as Helm lays values over each other: maps key by key, anything else as a whole. */
export function overlay(base: Tree, over: Tree): Tree {
  return { ...base, ...Object.fromEntries(Object.entries(over).map(([key, value]) => [key, isTree(value) && isTree(base[key]) ? overlay(base[key], value) : value])) };
}

/** The settings of the chart's own values with `more` over them (a tree like values.yaml). */
export function chartSettings(more: Tree = {}): ChartSettings {
  const values = overlay(parse(readFileSync(`${CHART}values.yaml`, 'utf8')) as Tree, more) as unknown as { defaults: Tree; services: Record<ServiceName, Tree>; autoscaling: { workMetrics: boolean } };
  const period = /readinessProbe:\s+httpGet:[^\n]*\s+periodSeconds: (\d+)/.exec(readFileSync(`${CHART}templates/deployments.yaml`, 'utf8'));
  if (!period) throw new Error('the chart has no readiness probe with a period');
  const services = Object.fromEntries(Object.entries(values.services).map(([name, own]) => [name, settingsOf(overlay(values.defaults, own) as unknown as Values)])) as ChartSettings['services'];
  return { services, workMetrics: values.autoscaling.workMetrics, readinessPeriodS: Number(period[1]) };
}

interface Values {
  readonly replicas: number;
  readonly resources: { readonly requests: { readonly cpu: string | number; readonly memory: string }; readonly limits: { readonly memory: string } };
  readonly autoscaling: { readonly enabled: boolean; readonly minReplicas: number; readonly maxReplicas: number; readonly cpu: number; readonly memory: number; readonly behavior: { readonly scaleUp: ScalingRules; readonly scaleDown: ScalingRules } };
  readonly work?: { readonly target: number; readonly queue?: string };
}

function settingsOf({ replicas, resources, autoscaling, work }: Values): ServiceSettings {
  const rules = (given: ScalingRules): ScalingRules => ({ ...given, selectPolicy: given.selectPolicy ?? 'Max' });
  return {
    replicas,
    cpuRequest: milliCores(resources.requests.cpu),
    memoryRequest: bytes(resources.requests.memory),
    memoryLimit: bytes(resources.limits.memory),
    autoscaling: autoscaling.enabled ? { ...autoscaling, behavior: { scaleUp: rules(autoscaling.behavior.scaleUp), scaleDown: rules(autoscaling.behavior.scaleDown) } } : null,
    requestsPerSecond: work && work.queue === undefined ? work.target : null,
  };
}

export function milliCores(quantity: string | number): number {
  const text = String(quantity);
  return text.endsWith('m') ? Number(text.slice(0, -1)) : Number(text) * 1_000;
}

export function bytes(quantity: string): number {
  const match = /^(\d+(?:\.\d+)?)(Ki|Mi|Gi|k|M|G)?$/.exec(quantity);
  if (!match) throw new Error(`"${quantity}" is no amount of memory`);
  return Number(match[1]) * ({ Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, k: 1e3, M: 1e6, G: 1e9 }[match[2] ?? ''] ?? 1);
}

import type { ServiceName } from '@twinmcp/contracts';
import type { Report } from '../../tests/load/report.ts';
import type { ScenarioName } from '../../tests/load/scenarios.ts';

export type Process = ServiceName | 'nats';

/** Of one request of a scenario, in one service. */
export interface Cost {
  /** CPU time of all threads, ms. */
  readonly cpuMs: number;
  /** Of it the main thread's: what one process can do is bounded by 1,000 / mainMs requests a second. */
  readonly mainMs: number;
  /** Of it the busiest other thread's. */
  readonly workerMs: number;
  /** Calls of the service over the bus. */
  readonly calls: number;
}

export interface MeasuredScenario {
  readonly saturated: { readonly clients: number; readonly report: Report };
  /** At a constant rate of so much of what the saturated run answered. */
  readonly open: { readonly ratePerSecond: number; readonly report: Report };
  readonly oneClient: Report;
  /** Twenty times of one client, at 2.5 %, 7.5 % … 97.5 % of all, each over their mean: how much requests differ. */
  readonly spread: readonly number[];
  readonly cost: Readonly<Record<Process, Cost>>;
  readonly generatorCpuMs: number;
}

/** What `npm run bench:mesh` writes; `measured.json` beside this file is one such run. Memory in MB (10^6 bytes), times in ms. */
export interface Measured {
  readonly measured: string;
  readonly commit: string;
  readonly machine: { readonly cores: number; readonly memoryGb: number; readonly cpu: string; readonly node: string; readonly loadBefore: number };
  readonly corpus: { readonly name: string; readonly files: number; readonly mb: number; readonly chunks: number; readonly symbols: number };
  /** From spawning the process to the first positive /health/ready; one service at a time. */
  readonly readyMs: Readonly<Record<ServiceName, number>>;
  readonly idle: Readonly<Record<Process, { readonly rssMb: number; readonly cpuPercent: number }>>;
  readonly indexing: { readonly seconds: number; readonly cpuMs: Readonly<Record<Process, number>>; readonly rssMb: Readonly<Record<Process, number>>; readonly diskMb: Readonly<Record<Process, number>> };
  /** Highest resident memory seen while anything was asked. */
  readonly loadedRssMb: Readonly<Record<Process, number>>;
  readonly scenarios: Readonly<Partial<Record<ScenarioName, MeasuredScenario>>>;
  /** All scenarios at once by `mix`: what the costs above predict, and what it took. */
  readonly mixed: { readonly mix: Readonly<Partial<Record<ScenarioName, number>>>; readonly ratePerSecond: number; readonly report: Report; readonly cpuMs: Readonly<Record<Process, { readonly predicted: number; readonly measured: number }>> };
}

export const PROCESSES: readonly Process[] = ['gateway', 'ast-analysis', 'embedding', 'library-resolution', 'context-assembly', 'monitoring', 'nats'];

/** What the plan assumes people and agents do unless told otherwise: most agents ask in words, a good part of it again or after each other. */
export const USUAL_MIX: Readonly<Partial<Record<ScenarioName, number>>> = { ask: 0.3, 'ask-cached': 0.3, search: 0.2, symbols: 0.15, resolve: 0.05 };

import { SERVICES, type ServiceName } from '@twinmcp/contracts';
import type { Mesh } from 'twinmcp';
import { PROCESSES, type Process } from './measured.types.ts';
import { usageOf, type Usage } from './process-usage.ts';

export interface Reading {
  readonly usage: Readonly<Record<Process, Usage>>;
  /** Calls each service answered so far. */
  readonly calls: Readonly<Record<Process, number>>;
}

const SAMPLE_MS = 200;

/** Reads what the processes of a mesh use, and keeps the highest resident memory of each. */
export class MeshMeter {
  readonly #mesh: Mesh;
  readonly #peaks = new Map<Process, number>();
  #timer: NodeJS.Timeout | null = null;

  constructor(mesh: Mesh) {
    this.#mesh = mesh;
  }

  async read(): Promise<Reading> {
    const calls = Object.fromEntries(await Promise.all(PROCESSES.map(async (name) => [name, name === 'nats' ? 0 : await callsOf(this.#mesh.services[name].healthUrl, name)] as const))) as Reading['calls'];
    return { usage: Object.fromEntries(PROCESSES.map((name) => [name, usageOf(this.#pid(name))])) as Reading['usage'], calls };
  }

  /** Forgets what was and watches memory until `peaks` is asked for. */
  watch(): void {
    this.#peaks.clear();
    const sample = () => {
      for (const name of PROCESSES) this.#peaks.set(name, Math.max(this.#peaks.get(name) ?? 0, usageOf(this.#pid(name)).rssMb));
    };
    sample();
    this.#timer = setInterval(sample, SAMPLE_MS);
  }

  /** Highest resident memory since `watch`, MB. */
  peaks(): Record<Process, number> {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
    return Object.fromEntries(PROCESSES.map((name) => [name, Math.round(this.#peaks.get(name) ?? Number.NaN)])) as Record<Process, number>;
  }

  #pid(name: Process): number {
    const { pid } = name === 'nats' ? this.#mesh.nats : this.#mesh.services[name];
    if (pid === null) throw new Error(`${name} does not run`);
    return pid;
  }
}

/** Sum of `twinmcp_rpc_duration_seconds_count` of the calls that the service itself answered. */
async function callsOf(url: string, service: ServiceName): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  let sum = 0;
  for (const [, labels, value] of text.matchAll(/^twinmcp_rpc_duration_seconds_count\{([^}]*)\} (\d+)/gm)) if (labels!.includes('side="server"') && labels!.includes(`service="${service}"`) && !labels!.includes('verb="health"')) sum += Number(value);
  return sum;
}

/** Time from spawning each process to its first positive readiness, ms: each service is started anew while the others rest. */
export async function measureStarts(mesh: Mesh): Promise<Record<ServiceName, number>> {
  const times = {} as Record<ServiceName, number>;
  for (const name of SERVICES) {
    const service = mesh.services[name];
    const before = service.pid;
    const restarted = service.restart();
    while (service.pid === null || service.pid === before) await new Promise((resolve) => setTimeout(resolve, 2));
    const started = performance.now();
    while (!(await isReady(service.healthUrl))) await new Promise((resolve) => setTimeout(resolve, 10));
    times[name] = Math.round(performance.now() - started);
    await restarted;
  }
  return times;
}

async function isReady(url: string): Promise<boolean> {
  return fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(1_000) }).then(async (response) => (await response.arrayBuffer(), response.ok), () => false);
}

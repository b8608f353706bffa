import type { ServiceName } from '@twinmcp/contracts';
import { INDEX_SIZES } from './index-size.data.ts';
import type { Measured } from './measured.types.ts';
import { meanCost, requestModels, serviceModels, type MixShares } from './simulation/model.ts';
import { ASKED } from './simulation/simulate.ts';

export interface PlanInput {
  readonly requestsPerSecond: number;
  readonly mix: MixShares;
  /** Documents in all workspaces together, and into how many of one size they fall. A question searches one of them. */
  readonly documents: number;
  readonly workspaces: number;
  /** Share of a core that a main thread is planned to use, and of its request that a pod is. */
  readonly utilization: number;
  /** Share of the replicas that may be away at once (a zone, a rollout). */
  readonly spare: number;
}

export interface ServicePlan {
  /** CPU of one request of the mix, ms, and of it the busiest thread's. */
  readonly cpuMs: number;
  readonly threadMs: number;
  readonly replicas: number;
  /** Of one pod: cores, and MiB that it requests and may take. */
  readonly cpuRequest: number;
  readonly memory: number;
  readonly cores: number;
  readonly memoryGib: number;
}

export interface IndexPlan {
  readonly documentsPerWorkspace: number;
  readonly chunks: number;
  readonly chunksPerWorkspace: number;
  /** Of the embedded index, all workspaces. */
  readonly diskGb: number;
  readonly syntaxDiskGb: number;
  /** Of one search in both channels, ms of CPU. */
  readonly searchMs: number;
  /** Shards of one workspace so that a search of each stays within 75 ms at p95: the largest index that was measured. */
  readonly shardsPerWorkspace: number;
  /** Of one embedding process that holds one shard. */
  readonly residentMb: number;
  /** To index everything anew, one core. */
  readonly indexingCoreHours: number;
}

export interface Plan {
  readonly input: PlanInput;
  readonly services: Readonly<Partial<Record<ServiceName, ServicePlan>>>;
  readonly nats: { readonly cpuMs: number; readonly cores: number };
  readonly cores: number;
  readonly memoryGib: number;
  readonly index: IndexPlan;
}

const quarter = (cores: number): number => Math.max(0.25, Math.ceil(cores * 4) / 4);
const MIB = 2 ** 20;
/**
 * The autoscaler wants 80 % of the request used, and pods keep what they took: of n replicas it goes down to ⌈n × used / wanted⌉,
 * which is less than three only when two thirds of that are used at most. With more, replicas that a spike added stay.
 */
export const MEMORY_SHARE = 0.8 * (2 / 3);
const MEMORY_STEP = 64;

/** What a rate and a size call for, from measured costs. Nothing in it is a measurement at that rate. */
export function planFor(measured: Measured, input: PlanInput): Plan {
  const requests = requestModels(measured, input.mix);
  const memory = serviceModels(measured);
  const index = planIndex(measured, input);
  const perIndex = index.searchMs / searchMs(measured.corpus.chunks);
  const services: Partial<Record<ServiceName, ServicePlan>> = {};
  for (const name of ASKED) {
    const cost = meanCost(requests, name);
    if (cost.cpuMs === 0) continue;
    // Searching grows with the index; the rest of a request does not.
    const factor = name === 'embedding' ? perIndex : 1;
    const [cpuMs, threadMs] = [cost.cpuMs * factor, cost.threadMs * factor];
    const cpuRequest = quarter(cpuMs / threadMs);
    const perPod = Math.min((input.utilization * 1_000) / threadMs, (input.utilization * cpuRequest * 1_000) / cpuMs);
    const replicas = Math.max(2, Math.ceil(input.requestsPerSecond / perPod / (1 - input.spare)));
    const loadedMb = name === 'embedding' ? Math.max(memory[name].loadedMb, index.residentMb) : memory[name].loadedMb;
    const memoryMib = Math.ceil((loadedMb * 1e6) / MEMORY_SHARE / MIB / MEMORY_STEP) * MEMORY_STEP;
    services[name] = { cpuMs, threadMs, replicas, cpuRequest, memory: memoryMib, cores: replicas * cpuRequest, memoryGib: (replicas * memoryMib) / 1_024 };
  }
  const all = Object.values(services);
  const natsMs = requests.reduce((sum, { name, share }) => sum + share * measured.scenarios[name]!.cost.nats.cpuMs, 0);
  const natsCores = (input.requestsPerSecond * natsMs) / 1_000 / input.utilization;
  return { input, services, nats: { cpuMs: natsMs, cores: natsCores }, cores: all.reduce((sum, { cores }) => sum + cores, natsCores), memoryGib: all.reduce((sum, { memoryGib }) => sum + memoryGib, 0), index };
}

function planIndex(measured: Measured, { documents, workspaces }: PlanInput): IndexPlan {
  const { corpus, indexing } = measured;
  const chunks = documents * (corpus.chunks / corpus.files);
  const perWorkspace = chunks / workspaces;
  const largest = INDEX_SIZES.at(-1)!.chunks;
  const shardsPerWorkspace = Math.max(1, Math.ceil(perWorkspace / largest));
  const cpuMs = Object.values(indexing.cpuMs).reduce((sum, ms) => sum + ms, 0);
  return {
    documentsPerWorkspace: Math.round(documents / workspaces),
    chunks: Math.round(chunks),
    chunksPerWorkspace: Math.round(perWorkspace),
    diskGb: (chunks * bySize('diskMb', largest)) / largest / 1_000,
    syntaxDiskGb: (documents * indexing.diskMb['ast-analysis']) / corpus.files / 1_000,
    searchMs: shardsPerWorkspace * searchMs(perWorkspace / shardsPerWorkspace),
    shardsPerWorkspace,
    residentMb: bySize('residentMb', perWorkspace / shardsPerWorkspace),
    indexingCoreHours: (documents * (cpuMs / corpus.files)) / 3_600_000,
  };
}

const searchMs = (chunks: number): number => bySize('hybridMs', chunks);

function bySize(of: 'hybridMs' | 'diskMb' | 'residentMb', chunks: number): number {
  const [small, large] = INDEX_SIZES;
  return Math.max(0, small[of] + ((large[of] - small[of]) * (chunks - small.chunks)) / (large.chunks - small.chunks));
}

/** The plan as values for the chart: least and most replicas of its autoscalers, requests and limits. */
export function planValues({ services, input }: Plan): Record<string, unknown> {
  return {
    services: Object.fromEntries(Object.entries(services).map(([name, { replicas, cpuRequest, memory }]) => [
      name,
      {
        resources: { requests: { cpu: `${cpuRequest * 1_000}m`, memory: `${memory}Mi` }, limits: { memory: `${memory}Mi` } },
        autoscaling: { minReplicas: Math.max(2, Math.ceil(replicas / 4)), maxReplicas: Math.ceil(replicas * 1.5), cpu: Math.round(input.utilization * 100) },
      },
    ])),
  };
}

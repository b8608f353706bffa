import type { ServiceName } from '@twinmcp/contracts';
import type { ScenarioName } from '../../../tests/load/scenarios.ts';
import { mostOf, ScalingBehavior } from '../hpa/behavior.ts';
import { byPodsAverage, byUtilization, type PodMetric } from '../hpa/replica-calculator.ts';
import type { ChartSettings, ServiceSettings } from './chart-settings.ts';
import { EventQueue, seededRandom } from './event-queue.ts';
import { Pod, type Work } from './pod.ts';

/** Services that a question passes; the others are no bottleneck of it. */
export const ASKED: readonly ServiceName[] = ['gateway', 'context-assembly', 'ast-analysis', 'embedding', 'library-resolution'];

/** A kind of request, as it was measured. */
export interface RequestModel {
  readonly name: ScenarioName;
  /** Of all requests. */
  readonly share: number;
  readonly work: Readonly<Partial<Record<ServiceName, Work>>>;
  /** Time that is no CPU of the services (bus, network, waiting), ms. */
  readonly overheadMs: number;
  /** By how much requests differ from their mean, equally likely each. */
  readonly spread: readonly number[];
}

export interface ServiceModel {
  /** From start of the container until the process answers. */
  readonly startS: number;
  readonly idleMb: number;
  readonly loadedMb: number;
}

export interface SimulationOptions {
  readonly chart: ChartSettings;
  readonly requests: readonly RequestModel[];
  readonly services: Readonly<Record<ServiceName, ServiceModel>>;
  /** Requests a second at a time; seconds from the start. */
  readonly rate: (at: number) => number;
  readonly seconds: number;
  readonly seed: number;
  /** Replicas that the services begin with; default: the least. */
  readonly replicas?: Readonly<Partial<Record<ServiceName, number>>>;
  readonly workMetrics?: boolean;
  /** `burst`: each thread of a pod gets a core when it wants one. `request`: nodes are full, a pod gets what it requested. */
  readonly cpu?: 'burst' | 'request';
  /** From creating a pod until its container starts (scheduling, image at hand). Default 3. */
  readonly scheduleS?: number;
  /** How often metrics-server asks. Default 15, its own default; many clusters have 60. */
  readonly metricsS?: number;
  /** How often the kubelet looks at the counters. Default 10. */
  readonly housekeepingS?: number;
  readonly maxInFlight?: number;
  readonly timeoutS?: number;
  readonly analysisS?: number;
  /** A timeline point each. Default 10. */
  readonly stepS?: number;
}

export interface Point {
  readonly at: number;
  readonly rate: number;
  readonly arrived: number;
  readonly ok: number;
  /** Answered, parts missing since a service did not answer in `hybrid.max_analysis_time`. */
  readonly degraded: number;
  /** 503: `gateway.max_in_flight`, or no pod there. */
  readonly shed: number;
  /** No answer within `gateway.request_timeout`. */
  readonly timedOut: number;
  /** Of those that arrived in the step and were answered. */
  readonly p95Ms: number;
  readonly late: number;
  /** Pods in service, and asked for. */
  readonly ready: Readonly<Record<string, number>>;
  readonly wanted: Readonly<Record<string, number>>;
}

const SYNC_S = 15;
const LATE_MS = 500;
const ENDPOINTS_S = 1;
const PROMETHEUS_S = 15;

interface Request {
  readonly model: RequestModel;
  readonly factor: number;
  readonly arrivedAt: number;
  readonly deadline: number;
  readonly step: Step;
  gateway: Pod;
  degraded: boolean;
}

type Event =
  | { readonly kind: 'arrival' | 'metrics' | 'prometheus' | 'sync' | 'point' }
  | { readonly kind: 'housekeeping'; readonly pod: Pod }
  | { readonly kind: 'stage'; readonly request: Request; readonly stage: 1 | 2 | 3 | 4 }
  | { readonly kind: 'end'; readonly request: Request; readonly timedOut: boolean };

interface Step {
  arrived: number;
  degraded: number;
  shed: number;
  timedOut: number;
  readonly latencies: number[];
}

interface Fleet {
  readonly name: ServiceName;
  readonly settings: ServiceSettings;
  readonly behavior: ScalingBehavior | null;
  pods: Pod[];
}

/** The mesh under its autoscalers, request by request. The same options give the same result. */
export function simulate(options: SimulationOptions): Point[] {
  return new Simulation(options).run();
}

class Simulation {
  readonly #o: Required<Omit<SimulationOptions, 'replicas'>>;
  readonly #random: () => number;
  readonly #events = new EventQueue<Event>();
  readonly #fleets = new Map<ServiceName, Fleet>();
  readonly #steps: Step[] = [];
  readonly #counts: { at: number; ready: Record<string, number>; wanted: Record<string, number> }[] = [];
  #pods = 0;

  constructor(options: SimulationOptions) {
    this.#o = { workMetrics: options.chart.workMetrics, cpu: 'burst', scheduleS: 3, metricsS: 15, housekeepingS: 10, maxInFlight: 512, timeoutS: 30, analysisS: 2, stepS: 10, ...options };
    this.#random = seededRandom(options.seed);
    for (const name of ASKED) {
      const settings = options.chart.services[name];
      const scaling = settings.autoscaling;
      const fleet: Fleet = { name, settings, behavior: scaling ? new ScalingBehavior({ ...scaling, ...scaling.behavior }) : null, pods: [] };
      this.#fleets.set(name, fleet);
      for (let i = 0; i < (options.replicas?.[name] ?? scaling?.minReplicas ?? settings.replicas); i++) this.#create(fleet, -1_000);
    }
  }

  run(): Point[] {
    const phase = (period: number) => this.#random() * period;
    this.#events.push(0, { kind: 'arrival' });
    this.#events.push(phase(this.#o.metricsS), { kind: 'metrics' });
    this.#events.push(phase(PROMETHEUS_S), { kind: 'prometheus' });
    this.#events.push(phase(SYNC_S), { kind: 'sync' });
    this.#events.push(0, { kind: 'point' });
    for (let next = this.#events.pop(); next !== undefined; next = this.#events.pop()) this.#happen(next.at, next.event);
    return this.#points();
  }

  #happen(now: number, event: Event): void {
    const again = (period: number) => now + period < this.#o.seconds && this.#events.push(now + period, event);
    switch (event.kind) {
      case 'arrival': {
        const rate = this.#o.rate(now);
        // Independent callers; of no load the next second is looked at again.
        again(rate > 0 ? -Math.log(1 - this.#random()) / rate : 1);
        if (rate > 0) this.#arrive(now);
        return;
      }
      case 'housekeeping':
        event.pod.keepHouse(now);
        if (!event.pod.deleted) again(this.#o.housekeepingS);
        return;
      case 'metrics':
        for (const { pods } of this.#fleets.values()) for (const pod of pods) pod.scrapeCpu();
        return void again(this.#o.metricsS);
      case 'prometheus':
        for (const { pods } of this.#fleets.values()) for (const pod of pods) pod.scrapeCount(now);
        return void again(PROMETHEUS_S);
      case 'sync':
        for (const fleet of this.#fleets.values()) this.#sync(now, fleet);
        return void again(SYNC_S);
      case 'point':
        this.#counts.push({ at: now, ready: this.#count((pod) => now >= pod.readyAt), wanted: this.#count(() => true) });
        return void again(this.#o.stepS);
      case 'stage':
        return this.#stage(now, event.request, event.stage);
      case 'end': {
        const { request } = event;
        request.gateway.inFlight--;
        if (event.timedOut) request.step.timedOut++;
        else {
          request.step.latencies.push((now - request.arrivedAt) * 1_000);
          if (request.degraded) request.step.degraded++;
        }
      }
    }
  }

  #arrive(now: number): void {
    const step = (this.#steps[Math.floor(now / this.#o.stepS)] ??= { arrived: 0, degraded: 0, shed: 0, timedOut: 0, latencies: [] });
    step.arrived++;
    const draw = this.#random();
    let upTo = 0;
    const model = this.#o.requests.find(({ share }) => (upTo += share) > draw) ?? this.#o.requests.at(-1)!;
    const factor = model.spread[Math.floor(this.#random() * model.spread.length)] ?? 1;
    // The balancer in front knows ready pods, a moment after they became so.
    const pod = this.#any('gateway', (one) => now >= one.readyAt + ENDPOINTS_S);
    if (!pod || pod.inFlight >= this.#o.maxInFlight) return void step.shed++;
    pod.inFlight++;
    const request: Request = { model, factor, arrivedAt: now, deadline: now + this.#o.timeoutS, step, gateway: pod, degraded: false };
    this.#proceed(request, 1, pod.take(now, this.#workOf(request, 'gateway', 0.5), request.deadline));
  }

  /** gateway → context-assembly → what it asks, side by side → context-assembly → gateway; half of the work on either way. */
  #stage(now: number, request: Request, stage: 1 | 2 | 3 | 4): void {
    const assembled = request.model.work['context-assembly'] !== undefined;
    if (stage === 4) return this.#proceed(request, 'end', request.gateway.take(now, this.#workOf(request, 'gateway', 0.5), request.deadline));
    if (stage === 2) {
      const behind = ASKED.filter((name) => name !== 'gateway' && name !== 'context-assembly' && request.model.work[name] !== undefined);
      const limit = assembled ? now + this.#o.analysisS : request.deadline;
      const done = behind.map((name) => this.#call(now, request, name, 1, limit) ?? Infinity);
      const last = Math.max(now, ...done);
      if (last <= limit) return this.#proceed(request, 3, last);
      if (!assembled) return this.#proceed(request, 3, null);
      request.degraded = true;
      return this.#proceed(request, 3, limit);
    }
    const done = assembled ? this.#call(now, request, 'context-assembly', 0.5, request.deadline) : now;
    if (stage === 1) return this.#proceed(request, 2, done);
    this.#proceed(request, 4, done === null ? null : done + request.model.overheadMs / 1_000);
  }

  #call(now: number, request: Request, name: ServiceName, share: number, deadline: number): number | null {
    // A queue group of the bus: any process that has subscribed, by chance, whatever it has to do already.
    return this.#any(name, (pod) => now >= pod.aliveAt)?.take(now, this.#workOf(request, name, share), deadline) ?? null;
  }

  #proceed(request: Request, stage: 2 | 3 | 4 | 1 | 'end', at: number | null): void {
    if (at === null || at > request.deadline) this.#events.push(request.deadline, { kind: 'end', request, timedOut: true });
    else this.#events.push(at, stage === 'end' ? { kind: 'end', request, timedOut: false } : { kind: 'stage', request, stage });
  }

  #workOf({ model, factor }: Request, name: ServiceName, share: number): Work {
    const { main = 0, worker = 0, extra = 0 } = model.work[name] ?? {};
    const times = share * factor;
    return { main: main * times, worker: worker * times, extra: extra * times };
  }

  #any(name: ServiceName, fits: (pod: Pod) => boolean): Pod | null {
    const pods = this.#fleets.get(name)!.pods.filter(fits);
    return pods[Math.floor(this.#random() * pods.length)] ?? null;
  }

  #sync(now: number, { name, settings, behavior, pods }: Fleet): void {
    const { autoscaling } = settings;
    if (!behavior || !autoscaling) return;
    const current = pods.length;
    const views = pods.map((pod) => pod.view(now));
    const metrics = (of: (pod: Pod) => PodMetric | null) => new Map(pods.flatMap((pod) => (of(pod) ? [[pod.name, of(pod)!] as const] : [])));
    const proposals = [
      byUtilization({ current, target: autoscaling.cpu, resource: 'cpu', pods: views, metrics: metrics((pod) => pod.cpuMetric), request: settings.cpuRequest, now }),
      byUtilization({ current, target: autoscaling.memory, resource: 'memory', pods: views, metrics: metrics((pod) => pod.cpuMetric && { ...pod.cpuMetric, value: this.#memoryOf(name, pod) }), request: settings.memoryRequest, now }),
      ...(this.#o.workMetrics && settings.requestsPerSecond !== null ? [byPodsAverage({ current, target: settings.requestsPerSecond, pods: views, metrics: metrics((pod) => pod.rateMetric), now })] : []),
    ];
    this.#scale(now, name, behavior.decide(now, current, mostOf(current, proposals)));
  }

  /** A process that has worked keeps what it took: resident memory does not go back. */
  #memoryOf(name: ServiceName, pod: Pod): number {
    const { idleMb, loadedMb } = this.#o.services[name];
    return Math.round((idleMb + (loadedMb - idleMb) * Math.min(1, pod.served / 500)) * 1e6);
  }

  #scale(now: number, name: ServiceName, replicas: number): void {
    const fleet = this.#fleets.get(name)!;
    while (fleet.pods.length < replicas) this.#create(fleet, now);
    // Pods that are not ready go first, then the youngest.
    while (fleet.pods.length > replicas) {
      const going = [...fleet.pods].sort((a, b) => Number(now >= a.readyAt) - Number(now >= b.readyAt) || b.createdAt - a.createdAt)[0]!;
      going.deleted = true;
      fleet.pods = fleet.pods.filter((pod) => pod !== going);
    }
  }

  #create(fleet: Fleet, now: number): void {
    const startedAt = now + this.#o.scheduleS;
    const aliveAt = startedAt + this.#o.services[fleet.name].startS / (this.#o.cpu === 'request' ? Math.min(1, fleet.settings.cpuRequest / 1_000) : 1);
    const period = this.#o.chart.readinessPeriodS;
    const readyAt = startedAt + Math.ceil((aliveAt - startedAt) / period) * period;
    const pod = new Pod(`${fleet.name}-${++this.#pods}`, { createdAt: now, startedAt, aliveAt, readyAt }, this.#o.cpu === 'request' ? Math.min(1, fleet.settings.cpuRequest / 1_000) : 1);
    fleet.pods.push(pod);
    this.#events.push(Math.max(0, startedAt) + this.#random() * this.#o.housekeepingS, { kind: 'housekeeping', pod });
  }

  #count(which: (pod: Pod) => boolean): Record<string, number> {
    return Object.fromEntries([...this.#fleets.values()].map(({ name, pods }) => [name, pods.filter(which).length]));
  }

  #points(): Point[] {
    return this.#counts.map(({ at, ready, wanted }, i) => {
      const step = this.#steps[i] ?? { arrived: 0, degraded: 0, shed: 0, timedOut: 0, latencies: [] };
      const sorted = [...step.latencies].sort((a, b) => a - b);
      return { at, rate: this.#o.rate(at), arrived: step.arrived, ok: sorted.length, degraded: step.degraded, shed: step.shed, timedOut: step.timedOut, p95Ms: sorted[Math.ceil(sorted.length * 0.95) - 1] ?? 0, late: sorted.filter((ms) => ms > LATE_MS).length, ready, wanted };
    });
  }
}

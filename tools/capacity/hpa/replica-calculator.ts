/** What the controller knows of a pod. Times in seconds on any one clock. */
export interface PodView {
  readonly name: string;
  readonly phase: 'Pending' | 'Running' | 'Failed';
  /** Marked for deletion: it counts for nothing. */
  readonly deleted?: boolean;
  readonly ready: boolean;
  /** When `ready` last changed. */
  readonly readyChangedAt: number;
  /** When the kubelet took the pod; null before. */
  readonly startedAt: number | null;
}

/** A value for one pod, as the metrics API gives it: the mean over `windowS` seconds that ended at `at`. */
export interface PodMetric {
  readonly value: number;
  readonly at: number;
  readonly windowS: number;
}

export type PodMetrics = ReadonlyMap<string, PodMetric>;

/** Flags of kube-controller-manager, with their defaults. */
export interface ControllerFlags {
  readonly tolerance: number;
  readonly cpuInitializationPeriodS: number;
  readonly delayOfInitialReadinessS: number;
}

export const DEFAULT_FLAGS: ControllerFlags = { tolerance: 0.1, cpuInitializationPeriodS: 300, delayOfInitialReadinessS: 30 };

interface Groups {
  readonly readyCount: number;
  readonly unready: ReadonlySet<string>;
  readonly missing: ReadonlySet<string>;
  readonly ignored: ReadonlySet<string>;
}

/**
 * Which pods a metric may be believed of. For CPU a starting pod is not: within its first minutes as long as it is not ready
 * or was measured before it became so, later while it never became ready at all. Other metrics only leave out pods that are
 * not running.
 */
export function groupPods(pods: readonly PodView[], metrics: PodMetrics, kind: 'cpu' | 'other', now: number, flags: ControllerFlags): Groups {
  let readyCount = 0;
  const unready = new Set<string>();
  const missing = new Set<string>();
  const ignored = new Set<string>();
  for (const pod of pods) {
    if (pod.deleted || pod.phase === 'Failed') ignored.add(pod.name);
    else if (pod.phase === 'Pending') unready.add(pod.name);
    else {
      const metric = metrics.get(pod.name);
      if (!metric) missing.add(pod.name);
      else if (kind === 'cpu' && isStarting(pod, metric, now, flags)) unready.add(pod.name);
      else readyCount++;
    }
  }
  return { readyCount, unready, missing, ignored };
}

function isStarting(pod: PodView, metric: PodMetric, now: number, flags: ControllerFlags): boolean {
  if (pod.startedAt === null) return true;
  if (pod.startedAt + flags.cpuInitializationPeriodS > now) return !pod.ready || metric.at < pod.readyChangedAt + metric.windowS;
  return !pod.ready && pod.startedAt + flags.delayOfInitialReadinessS > pod.readyChangedAt;
}

export interface UtilizationInput {
  readonly current: number;
  /** Percent of the request. */
  readonly target: number;
  readonly resource: 'cpu' | 'memory';
  readonly pods: readonly PodView[];
  readonly metrics: PodMetrics;
  /** Of each pod, in the unit of the metric; whole numbers (milli-cores, bytes). */
  readonly request: number;
  readonly now: number;
  readonly flags?: ControllerFlags;
}

/** Replicas by utilisation of a resource (`type: Resource`, `Utilization`); null when no pod has a metric that counts. */
export function byUtilization({ current, target, resource, pods, metrics, request, now, flags = DEFAULT_FLAGS }: UtilizationInput): number | null {
  const groups = groupPods(pods, metrics, resource === 'cpu' ? 'cpu' : 'other', now, flags);
  // The controller works with whole percents.
  const ratio = (values: readonly number[]) => Math.trunc((sum(values) * 100) / (request * values.length)) / target;
  return byRatio({ groups, metrics, current, ratio, whenMissing: Math.trunc((request * Math.max(100, target)) / 100), tolerance: flags.tolerance });
}

/** Replicas by a metric of the pods themselves (`type: Pods`, `AverageValue`); null when no pod has one that counts. */
export function byPodsAverage({ current, target, pods, metrics, now, flags = DEFAULT_FLAGS }: { readonly current: number; readonly target: number; readonly pods: readonly PodView[]; readonly metrics: PodMetrics; readonly now: number; readonly flags?: ControllerFlags }): number | null {
  const groups = groupPods(pods, metrics, 'other', now, flags);
  return byRatio({ groups, metrics, current, ratio: (values) => sum(values) / values.length / target, whenMissing: target, tolerance: flags.tolerance });
}

/** Replicas by a number from outside that all pods share (`type: External`, `AverageValue`). */
export function byExternalAverage({ current, target, value, flags = DEFAULT_FLAGS }: { readonly current: number; readonly target: number; readonly value: number; readonly flags?: ControllerFlags }): number {
  return within(value / (target * current), flags.tolerance) ? current : Math.ceil(value / target);
}

interface RatioInput {
  readonly groups: Groups;
  readonly metrics: PodMetrics;
  readonly current: number;
  /** Usage of such pods over what is wanted. */
  readonly ratio: (values: readonly number[]) => number;
  /** What a pod without metric is taken to use when the others call for fewer. */
  readonly whenMissing: number;
  readonly tolerance: number;
}

/**
 * Pods that cannot be measured slow both directions down: where the others call for fewer, they are taken to use all of
 * theirs; where the others call for more, to use nothing. A result that would turn the direction round leaves things as they are.
 */
function byRatio({ groups, metrics, current, ratio, whenMissing, tolerance }: RatioInput): number | null {
  const values = [...metrics].filter(([name]) => !groups.ignored.has(name) && !groups.unready.has(name)).map(([, { value }]) => value);
  if (values.length === 0) return null;
  const measured = ratio(values);
  const upWithUnready = groups.unready.size > 0 && measured > 1;
  if (!upWithUnready && groups.missing.size === 0) return within(measured, tolerance) ? current : Math.ceil(measured * groups.readyCount);

  const assumed = [...values];
  if (measured < 1) assumed.push(...Array.from(groups.missing, () => whenMissing));
  else if (measured > 1) assumed.push(...Array.from(groups.missing, () => 0));
  if (upWithUnready) assumed.push(...Array.from(groups.unready, () => 0));
  const again = ratio(assumed);
  if (within(again, tolerance) || (measured < 1 && again > 1) || (measured > 1 && again < 1)) return current;
  const replicas = Math.ceil(again * assumed.length);
  return (again < 1 && replicas > current) || (again > 1 && replicas < current) ? current : replicas;
}

const within = (ratio: number, tolerance: number): boolean => Math.abs(1 - ratio) <= tolerance;
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

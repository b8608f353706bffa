/** `spec.behavior.scaleUp` or `scaleDown` of an HorizontalPodAutoscaler (autoscaling/v2). */
export interface ScalingRules {
  readonly stabilizationWindowSeconds: number;
  readonly selectPolicy: 'Max' | 'Min' | 'Disabled';
  readonly policies: readonly { readonly type: 'Pods' | 'Percent'; readonly value: number; readonly periodSeconds: number }[];
}

/** What Kubernetes fills in where a manifest says nothing. */
export const DEFAULT_UP: ScalingRules = { stabilizationWindowSeconds: 0, selectPolicy: 'Max', policies: [{ type: 'Pods', value: 4, periodSeconds: 15 }, { type: 'Percent', value: 100, periodSeconds: 15 }] };
export const DEFAULT_DOWN: ScalingRules = { stabilizationWindowSeconds: 300, selectPolicy: 'Max', policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }] };

interface Dated {
  readonly at: number;
  readonly replicas: number;
}

/** The memory of one autoscaler: what it thought and what it did, and what therefore is allowed now. Times in seconds. */
export class ScalingBehavior {
  readonly #min: number;
  readonly #max: number;
  readonly #up: ScalingRules;
  readonly #down: ScalingRules;
  #recommendations: Dated[] = [];
  #added: Dated[] = [];
  #removed: Dated[] = [];

  constructor({ minReplicas, maxReplicas, scaleUp = DEFAULT_UP, scaleDown = DEFAULT_DOWN }: { readonly minReplicas: number; readonly maxReplicas: number; readonly scaleUp?: ScalingRules; readonly scaleDown?: ScalingRules }) {
    this.#min = minReplicas;
    this.#max = maxReplicas;
    this.#up = scaleUp;
    this.#down = scaleDown;
  }

  /** From the replicas that metrics call for (null: none can be told) to those that are set. */
  decide(now: number, current: number, wanted: number | null): number {
    const next = current > this.#max ? this.#max : current < this.#min ? this.#min : wanted === null ? current : this.#limited(now, current, this.#stabilized(now, current, wanted));
    if (next > current) this.#added.push({ at: now, replicas: next - current });
    if (next < current) this.#removed.push({ at: now, replicas: current - next });
    return next;
  }

  /** Up only to the least, down only to the most of what was called for within the window. */
  #stabilized(now: number, current: number, wanted: number): number {
    if (this.#recommendations.length === 0) this.#recommendations.push({ at: now, replicas: current });
    const since = ({ stabilizationWindowSeconds }: ScalingRules) => this.#recommendations.filter(({ at }) => at > now - stabilizationWindowSeconds).map(({ replicas }) => replicas);
    const least = Math.min(wanted, ...since(this.#up));
    const most = Math.max(wanted, ...since(this.#down));
    this.#recommendations.push({ at: now, replicas: wanted });
    const longest = Math.max(this.#up.stabilizationWindowSeconds, this.#down.stabilizationWindowSeconds);
    this.#recommendations = this.#recommendations.filter(({ at }) => at > now - longest - 60);
    return Math.min(Math.max(current, least), most);
  }

  #limited(now: number, current: number, wanted: number): number {
    if (wanted > current) return Math.min(wanted, this.#max, Math.max(current, this.#upLimit(now, current)));
    if (wanted < current) return Math.max(wanted, this.#min, Math.min(current, this.#downLimit(now, current)));
    return current;
  }

  #upLimit(now: number, current: number): number {
    if (this.#up.selectPolicy === 'Disabled') return current;
    const limits = this.#up.policies.map(({ type, value, periodSeconds }) => {
      const start = this.#atStart(now, current, periodSeconds);
      // Rounded up: of few pods a percentage would otherwise be none.
      return type === 'Pods' ? start + value : Math.ceil(start * (1 + value / 100) - 1e-9);
    });
    return this.#up.selectPolicy === 'Min' ? Math.min(...limits) : Math.max(...limits);
  }

  #downLimit(now: number, current: number): number {
    if (this.#down.selectPolicy === 'Disabled') return current;
    const limits = this.#down.policies.map(({ type, value, periodSeconds }) => {
      const start = this.#atStart(now, current, periodSeconds);
      return type === 'Pods' ? start - value : Math.trunc(start * (1 - value / 100));
    });
    return this.#down.selectPolicy === 'Min' ? Math.max(...limits) : Math.min(...limits);
  }

  /** Replicas when the period that ends now began. */
  #atStart(now: number, current: number, periodSeconds: number): number {
    const within = (events: readonly Dated[]) => events.filter(({ at }) => at > now - periodSeconds).reduce((sum, { replicas }) => sum + replicas, 0);
    return current - within(this.#added) + within(this.#removed);
  }
}

/** The most that any metric calls for; null when none does, or when one could not be told and the others call for fewer. */
export function mostOf(current: number, proposals: readonly (number | null)[]): number | null {
  const told = proposals.filter((proposal) => proposal !== null);
  if (told.length === 0) return null;
  const most = Math.max(...told);
  return told.length < proposals.length && most < current ? null : most;
}

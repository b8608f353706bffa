import { closedLoop, openLoop, type Clock, type Tally } from './drive.ts';
import { Mix, SCENARIOS, type Scenario, type ScenarioName, type Target } from './scenarios.ts';

export type Pace = { readonly ratePerSecond: number; readonly arrivals?: 'constant' | 'poisson' } | { readonly clients: number };

export interface RunOptions {
  readonly mix: Readonly<Partial<Record<ScenarioName, number>>>;
  readonly pace: Pace;
  readonly seconds: number;
  readonly warmupSeconds?: number;
  readonly signal?: AbortSignal;
  readonly clock?: Clock;
  readonly random?: () => number;
}

/** Requests made of one target so far, by scenario: the next run goes on from there, so that no question comes twice. */
export class Progress {
  readonly #next = new Map<ScenarioName, number>();

  constructor(first = 0) {
    for (const name of Object.keys(SCENARIOS) as ScenarioName[]) this.#next.set(name, first);
  }

  /** `ask` and `search` share rankings, so they share the count. */
  take(name: ScenarioName): number {
    const key = name === 'search' ? 'ask' : name;
    const index = this.#next.get(key)!;
    this.#next.set(key, index + 1);
    return index;
  }

  get asked(): number {
    return this.#next.get('ask')!;
  }
}

/** What scenarios need before anything is counted, such as questions that caches are to know. */
export async function prepareScenarios(target: Target, names: readonly ScenarioName[]): Promise<void> {
  for (const name of names) await (SCENARIOS[name] as Scenario).prepare?.(target);
}

export async function runScenarios(target: Target, progress: Progress, { mix: weights, pace, ...common }: RunOptions): Promise<Tally> {
  const mix = new Mix(weights);
  const send = () => {
    const name = mix.next();
    return SCENARIOS[name].send(target, progress.take(name));
  };
  return 'clients' in pace ? closedLoop({ ...common, ...pace, send }) : openLoop({ ...common, ...pace, send });
}

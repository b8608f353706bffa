import type { LiveConfig } from '@twinmcp/configuration';
import type { DependencyHealth, ServiceHealth, ServiceName } from '@twinmcp/contracts';
import { errorMessage, withTimeout } from '@twinmcp/kernel';
import { hostname } from 'node:os';
import { VERSION } from '../version.ts';

/** Something a service stands on. `substituted` = a lesser stand-in is used; `detail` says which and what that means. */
export interface HealthContributor {
  readonly name: string;
  check(): Promise<DependencyHealth> | DependencyHealth;
}

/** Time for one dependency to answer; a health call as a whole has 1 s. */
const CHECK_TIMEOUT_MS = 700;

/** State and dependencies of the services in this process. */
export class HealthRegistry {
  readonly instance = `${hostname()}:${process.pid}`;
  readonly #contributors = new Map<ServiceName, HealthContributor[]>();
  readonly #everywhere: HealthContributor[] = [];
  readonly #startedAt = Date.now();
  readonly #config: LiveConfig;
  #state: 'starting' | 'ready' | 'draining' = 'starting';

  constructor(config: LiveConfig) {
    this.#config = config;
  }

  addService(service: ServiceName): void {
    if (!this.#contributors.has(service)) this.#contributors.set(service, []);
  }

  /** Without a service: a dependency of all services in this process, e.g. the bus. */
  contribute(contributor: HealthContributor, service?: ServiceName): void {
    if (service === undefined) this.#everywhere.push(contributor);
    else {
      this.addService(service);
      this.#contributors.get(service)!.push(contributor);
    }
  }

  get services(): ServiceName[] {
    return [...this.#contributors.keys()];
  }

  ready(): void {
    if (this.#state === 'starting') this.#state = 'ready';
  }

  draining(): void {
    this.#state = 'draining';
  }

  async report(service: ServiceName): Promise<ServiceHealth> {
    const dependencies = await Promise.all([...this.#everywhere, ...(this.#contributors.get(service) ?? [])].map(checked));
    const state = this.#state === 'ready' && dependencies.some((dependency) => dependency.state === 'down') ? 'degraded' : this.#state;
    return { service, instance: this.instance, state, version: VERSION, configRevision: this.#config.revision, startedAt: this.#startedAt, dependencies, rssBytes: process.memoryUsage.rss() };
  }
}

async function checked(contributor: HealthContributor): Promise<DependencyHealth> {
  try {
    return await withTimeout(Promise.resolve(contributor.check()), CHECK_TIMEOUT_MS, `the check of ${contributor.name}`);
  } catch (error) {
    return { name: contributor.name, state: 'down', detail: errorMessage(error) };
  }
}

import { health, SERVICES, type ActiveAlert, type ServiceName, type SystemStatus } from '@twinmcp/contracts';
import { errorMessage } from '@twinmcp/kernel';
import type { CallContext, RpcClient } from '@twinmcp/messaging';

type ServiceStatus = SystemStatus['services'][number];

/** Without these no question can be answered, not even in part. */
const ESSENTIAL: readonly ServiceName[] = ['context-assembly', 'ast-analysis'];

/** Asks every service how it is, all at once. One that does not answer in time is reported as such and holds nobody up. */
export class CheckSystem {
  readonly #rpc: RpcClient;
  readonly #shape: SystemStatus['shape'];
  readonly #timeoutMs: () => number;
  readonly #alerts: () => Promise<ActiveAlert[]>;

  constructor(rpc: RpcClient, shape: SystemStatus['shape'], timeoutMs: () => number, alerts: () => Promise<ActiveAlert[]>) {
    this.#rpc = rpc;
    this.#shape = shape;
    this.#timeoutMs = timeoutMs;
    this.#alerts = alerts;
  }

  async execute(ctx: CallContext): Promise<SystemStatus> {
    const [services, alerts] = await Promise.all([Promise.all(SERVICES.map((service) => this.#ask(service, ctx))), this.#alerts()]);
    return { state: overall(services), shape: this.#shape, services, alerts, checkedAt: Date.now() };
  }

  async #ask(service: ServiceName, ctx: CallContext): Promise<ServiceStatus> {
    const started = performance.now();
    try {
      const answer = await this.#rpc.call(health[service], {}, ctx, { timeoutMs: this.#timeoutMs(), attempts: 1 });
      return { service, health: answer, error: null, roundTripMs: Math.round((performance.now() - started) * 100) / 100 };
    } catch (error) {
      return { service, health: null, error: errorMessage(error), roundTripMs: null };
    }
  }
}

function overall(services: readonly ServiceStatus[]): SystemStatus['state'] {
  if (services.some(({ service, health: answer }) => answer === null && ESSENTIAL.includes(service))) return 'down';
  return services.every(({ health: answer }) => answer?.state === 'ready') ? 'ready' : 'degraded';
}

import type { LiveConfig } from '@twinmcp/configuration';
import type { HealthRegistry } from '@twinmcp/platform';
import type { ConnectionDrain } from './connection-drain.ts';

export const GATEWAY_RUNTIME = Symbol.for('twinmcp.GatewayRuntime'); // GatewayRuntime

/** A request that its client sent just before it heard of the shutdown arrives well within this. */
const IDLE_GRACE_MS = 500;

/** What controllers share with the HTTP server they run in. */
export class GatewayRuntime {
  readonly #live: LiveConfig;
  readonly #health: HealthRegistry;
  #drain: ConnectionDrain | null = null;

  constructor(live: LiveConfig, health: HealthRegistry) {
    this.#live = live;
    this.#health = health;
  }

  attach(drain: ConnectionDrain): void {
    this.#drain = drain;
  }

  get drain(): ConnectionDrain {
    if (!this.#drain) throw new Error('configureGateway(app, live) was not called before the application was initialised');
    return this.#drain;
  }

  /** Not ready, no new connections, requests in flight finish. Call it before anything behind the gateway stops. */
  async shutDown(): Promise<void> {
    this.#health.draining();
    await this.#drain?.drain({ idleGraceMs: IDLE_GRACE_MS, timeoutMs: this.#live.current.services.drain_timeout });
  }
}

import { Controller, Inject } from '@nestjs/common';
import type { LiveConfig } from '@twinmcp/configuration';
import { monitoring, vectorQualityDegraded, vectorQualityRecovered, type EventPayload, type ServiceName } from '@twinmcp/contracts';
import type { KeyValueStore, RpcClient } from '@twinmcp/messaging';
import { EventHandler, KEY_VALUE_STORE, LIVE_CONFIG, RPC_CLIENT, RpcHandler, SERVICE_NAME, type RpcContext } from '@twinmcp/platform';
import { AlertBook } from './alert-book.ts';
import { CheckSystem } from './check-system.usecase.ts';

@Controller()
export class MonitoringHandlers {
  readonly #checkSystem: CheckSystem;
  readonly #alerts: AlertBook;

  constructor(@Inject(RPC_CLIENT) rpc: RpcClient, @Inject(LIVE_CONFIG) config: LiveConfig, @Inject(SERVICE_NAME) service: ServiceName | null, @Inject(KEY_VALUE_STORE) kv: KeyValueStore) {
    this.#alerts = new AlertBook(kv);
    this.#checkSystem = new CheckSystem(rpc, service === null ? 'embedded' : 'mesh', () => config.current.monitoring.check_timeout, () => this.#alerts.active());
  }

  @RpcHandler(monitoring.systemStatus)
  systemStatus(_input: object, ctx: RpcContext) {
    return this.#checkSystem.execute(ctx);
  }

  @EventHandler(vectorQualityDegraded)
  vectorQualityDegraded(event: EventPayload<typeof vectorQualityDegraded>) {
    return this.#alerts.raise(event);
  }

  @EventHandler(vectorQualityRecovered)
  vectorQualityRecovered(event: EventPayload<typeof vectorQualityRecovered>) {
    return this.#alerts.clear(event);
  }
}

import { Controller, Inject } from '@nestjs/common';
import type { LiveConfig } from '@twinmcp/configuration';
import { monitoring, type ServiceName } from '@twinmcp/contracts';
import type { RpcClient } from '@twinmcp/messaging';
import { LIVE_CONFIG, RPC_CLIENT, RpcHandler, SERVICE_NAME, type RpcContext } from '@twinmcp/platform';
import { CheckSystem } from './check-system.usecase.ts';

@Controller()
export class MonitoringHandlers {
  readonly #checkSystem: CheckSystem;

  constructor(@Inject(RPC_CLIENT) rpc: RpcClient, @Inject(LIVE_CONFIG) config: LiveConfig, @Inject(SERVICE_NAME) service: ServiceName | null) {
    this.#checkSystem = new CheckSystem(rpc, service === null ? 'embedded' : 'mesh', () => config.current.monitoring.check_timeout);
  }

  @RpcHandler(monitoring.systemStatus)
  systemStatus(_input: object, ctx: RpcContext) {
    return this.#checkSystem.execute(ctx);
  }
}

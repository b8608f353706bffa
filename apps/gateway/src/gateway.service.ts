import type { LiveConfig } from '@twinmcp/configuration';
import type { ServiceDefinition } from '@twinmcp/platform';
import { GatewayModule } from './gateway.module.ts';
import { configureGateway, gatewayAdapter } from './http/server.ts';

/** The gateway as a process of its own. Its one port serves the API, health and metrics. */
export function gatewayService(config: LiveConfig): Omit<ServiceDefinition, 'connect'> {
  return {
    service: 'gateway',
    module: GatewayModule,
    config,
    adapter: gatewayAdapter,
    prepare: (app) => configureGateway(app),
    listen: ({ gateway }) => ({ host: gateway.host, port: gateway.port }),
  };
}

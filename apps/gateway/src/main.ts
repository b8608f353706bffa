import { connectConfiguredNats } from '@twinmcp/bus-nats';
import { configOrExit, runService } from '@twinmcp/platform';
import { gatewayService } from './gateway.service.ts';
import { assertMayListen } from './security/listen-policy.ts';

await runService({
  ...gatewayService(configOrExit('gateway', { signals: true })),
  connect: async (context) => {
    // Before anything else, so that the reason is not hidden behind a wait for the broker.
    assertMayListen(context.config.gateway);
    return connectConfiguredNats(context);
  },
});

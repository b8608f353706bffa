import { connectNats } from '@twinmcp/bus-nats';
import { FileLiveConfig, runService } from '@twinmcp/platform';
import { gatewayService } from './gateway.service.ts';
import { assertMayListen } from './security/listen-policy.ts';

await runService({
  ...gatewayService(FileLiveConfig.start({ signals: true })),
  connect: async ({ config, name, logger }) => {
    // Before anything else, so that the reason is not hidden behind a wait for the broker.
    assertMayListen(config.gateway);
    return connectNats({ servers: config.nats.servers, name, connectTimeoutMs: config.nats.connect_timeout, onStatus: (status) => logger.info({ nats: status }, 'nats') });
  },
});

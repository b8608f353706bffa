import { connectNats } from '@twinmcp/bus-nats';
import { FileLiveConfig, runService } from '@twinmcp/platform';
import { MonitoringModule } from './monitoring.module.ts';

await runService({
  service: 'monitoring',
  module: MonitoringModule,
  config: FileLiveConfig.start({ signals: true }),
  connect: ({ config, name, logger }) => connectNats({ servers: config.nats.servers, name, connectTimeoutMs: config.nats.connect_timeout, onStatus: (status) => logger.info({ nats: status }, 'nats') }),
});

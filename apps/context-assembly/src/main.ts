import { connectNats } from '@twinmcp/bus-nats';
import { FileLiveConfig, runService } from '@twinmcp/platform';
import { ContextAssemblyModule } from './context-assembly.module.ts';

await runService({
  service: 'context-assembly',
  module: ContextAssemblyModule,
  config: FileLiveConfig.start(),
  connect: ({ config, name, logger }) => connectNats({ servers: config.nats.servers, name, connectTimeoutMs: config.nats.connect_timeout, onStatus: (status) => logger.info({ nats: status }, 'nats') }),
});

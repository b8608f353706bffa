import { connectNats } from '@twinmcp/bus-nats';
import { FileLiveConfig, runService } from '@twinmcp/platform';
import { LibraryResolutionModule } from './library-resolution.module.ts';

await runService({
  service: 'library-resolution',
  module: LibraryResolutionModule,
  config: FileLiveConfig.start(),
  connect: ({ config, name, logger }) => connectNats({ servers: config.nats.servers, name, connectTimeoutMs: config.nats.connect_timeout, onStatus: (status) => logger.info({ nats: status }, 'nats') }),
});

import { connectNats } from '@twinmcp/bus-nats';
import { FileLiveConfig, runService } from '@twinmcp/platform';
import { EmbeddingModule } from './embedding.module.ts';

await runService({
  service: 'embedding',
  module: EmbeddingModule,
  config: FileLiveConfig.start(),
  connect: ({ config, name, logger }) => connectNats({ servers: config.nats.servers, name, onStatus: (status) => logger.info({ nats: status }, 'nats') }),
});

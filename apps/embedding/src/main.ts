import { connectConfiguredNats } from '@twinmcp/bus-nats';
import { FileLiveConfig, runService } from '@twinmcp/platform';
import { EmbeddingModule } from './embedding.module.ts';

await runService({
  service: 'embedding',
  module: EmbeddingModule,
  config: FileLiveConfig.start(),
  connect: connectConfiguredNats,
});

import { connectConfiguredNats } from '@twinmcp/bus-nats';
import { configOrExit, runService } from '@twinmcp/platform';
import { EmbeddingModule } from './embedding.module.ts';

await runService({
  service: 'embedding',
  module: EmbeddingModule,
  config: configOrExit('embedding'),
  connect: connectConfiguredNats,
});

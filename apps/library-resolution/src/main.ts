import { connectConfiguredNats } from '@twinmcp/bus-nats';
import { FileLiveConfig, runService } from '@twinmcp/platform';
import { LibraryResolutionModule } from './library-resolution.module.ts';

await runService({
  service: 'library-resolution',
  module: LibraryResolutionModule,
  config: FileLiveConfig.start(),
  connect: connectConfiguredNats,
});

import { connectConfiguredNats } from '@twinmcp/bus-nats';
import { configOrExit, runService } from '@twinmcp/platform';
import { LibraryResolutionModule } from './library-resolution.module.ts';

await runService({
  service: 'library-resolution',
  module: LibraryResolutionModule,
  config: configOrExit('library-resolution'),
  connect: connectConfiguredNats,
});

import { connectConfiguredNats } from '@twinmcp/bus-nats';
import { FileLiveConfig, runService } from '@twinmcp/platform';
import { ContextAssemblyModule } from './context-assembly.module.ts';

await runService({
  service: 'context-assembly',
  module: ContextAssemblyModule,
  config: FileLiveConfig.start(),
  connect: connectConfiguredNats,
});

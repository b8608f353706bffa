import { connectConfiguredNats } from '@twinmcp/bus-nats';
import { configOrExit, runService } from '@twinmcp/platform';
import { ContextAssemblyModule } from './context-assembly.module.ts';

await runService({
  service: 'context-assembly',
  module: ContextAssemblyModule,
  config: configOrExit('context-assembly'),
  connect: connectConfiguredNats,
});

import { connectConfiguredNats } from '@twinmcp/bus-nats';
import { FileLiveConfig, runService } from '@twinmcp/platform';
import { AstAnalysisModule } from './ast-analysis.module.ts';

await runService({
  service: 'ast-analysis',
  module: AstAnalysisModule,
  config: FileLiveConfig.start(),
  connect: connectConfiguredNats,
});

import { connectConfiguredNats } from '@twinmcp/bus-nats';
import { configOrExit, runService } from '@twinmcp/platform';
import { AstAnalysisModule } from './ast-analysis.module.ts';

await runService({
  service: 'ast-analysis',
  module: AstAnalysisModule,
  config: configOrExit('ast-analysis'),
  connect: connectConfiguredNats,
});

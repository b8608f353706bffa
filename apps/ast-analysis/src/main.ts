import { connectNats } from '@twinmcp/bus-nats';
import { FileLiveConfig, runService } from '@twinmcp/platform';
import { AstAnalysisModule } from './ast-analysis.module.ts';

await runService({
  service: 'ast-analysis',
  module: AstAnalysisModule,
  config: FileLiveConfig.start(),
  connect: ({ config, name, logger }) => connectNats({ servers: config.nats.servers, name, onStatus: (status) => logger.info({ nats: status }, 'nats') }),
});

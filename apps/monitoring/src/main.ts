import { connectConfiguredNats } from '@twinmcp/bus-nats';
import { FileLiveConfig, runService } from '@twinmcp/platform';
import { MonitoringModule } from './monitoring.module.ts';

await runService({
  service: 'monitoring',
  module: MonitoringModule,
  config: FileLiveConfig.start({ signals: true }),
  connect: connectConfiguredNats,
});

import { connectConfiguredNats } from '@twinmcp/bus-nats';
import { configOrExit, runService } from '@twinmcp/platform';
import { MonitoringModule } from './monitoring.module.ts';

await runService({
  service: 'monitoring',
  module: MonitoringModule,
  config: configOrExit('monitoring', { signals: true }),
  connect: connectConfiguredNats,
});

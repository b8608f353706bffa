import { Module } from '@nestjs/common';
import { HealthModule } from '@twinmcp/platform';
import { MonitoringHandlers } from './monitoring.handlers.ts';

/** Owns health: asks, keeps nothing. */
@Module({ imports: [HealthModule.forService('monitoring')], controllers: [MonitoringHandlers] })
export class MonitoringModule {}

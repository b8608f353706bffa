import { Module, type DynamicModule } from '@nestjs/common';
import type { LiveConfig } from '@twinmcp/configuration';
import { LIVE_CONFIG } from '../tokens.ts';

/** Gives every Nest provider the configuration in force under `LIVE_CONFIG`. Who made it closes it. */
@Module({})
export class ConfigModule {
  static forRoot(liveConfig: LiveConfig): DynamicModule {
    return { module: ConfigModule, global: true, providers: [{ provide: LIVE_CONFIG, useValue: liveConfig }], exports: [LIVE_CONFIG] };
  }
}

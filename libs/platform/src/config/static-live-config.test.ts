import { Inject, Injectable, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { LiveConfig } from '@twinmcp/configuration';
import { ConfigModule, LIVE_CONFIG, StaticLiveConfig } from '../index.ts';

@Injectable()
class Reader {
  constructor(@Inject(LIVE_CONFIG) readonly config: LiveConfig) {}
}

describe('StaticLiveConfig', () => {
  it('changes when told to and refuses what does not fit', () => {
    const live = StaticLiveConfig.of({ ast: { max_file_size: '1MB' } });
    expect([live.current.ast.max_file_size, live.revision]).toEqual([1_000_000, 1]);
    live.change({ logging: { level: 'debug' } });
    expect([live.current.ast.max_file_size, live.current.logging.level, live.revision]).toEqual([1_000_000, 'debug', 2]);
    expect(() => live.change({ logging: { level: 'loud' } })).toThrow();
    expect(live.revision).toBe(2);
  });

  it('reaches every Nest provider through ConfigModule, and shows them later values', async () => {
    const live = StaticLiveConfig.of();
    @Module({ imports: [ConfigModule.forRoot(live)], providers: [Reader] })
    class Root {}
    const app = await NestFactory.createApplicationContext(Root, { logger: false });
    live.change({ logging: { level: 'error' } });
    expect(app.get(Reader).config.current.logging.level).toBe('error');
    await app.close();
  });
});

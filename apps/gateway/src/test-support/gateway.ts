import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { MemoryKeyValueStore, MemoryMessageBus, MemoryWorkQueue } from '@twinmcp/bus-memory';
import { createLogger, PlatformModule, StaticLiveConfig } from '@twinmcp/platform';
import { createGatewayServer, GatewayModule, listenGateway } from '../index.ts';
import { TestServices } from './services.ts';

export interface TestGateway {
  readonly app: NestFastifyApplication;
  readonly url: string;
  readonly services: TestServices;
  readonly config: StaticLiveConfig;
  readonly bus: MemoryMessageBus;
  readonly log: Record<string, unknown>[];
  stop(): Promise<void>;
}

/** A real gateway on a free port over the in-process bus, with the test's services behind it. */
export async function startTestGateway(values: Record<string, unknown> = {}): Promise<TestGateway> {
  const bus = new MemoryMessageBus();
  const log: Record<string, unknown>[] = [];
  const config = StaticLiveConfig.of({ ...values, gateway: { port: 0, ...(values['gateway'] as object) } } as never);
  const logger = createLogger({ config, service: 'gateway', stream: { write: (line: string) => void log.push(JSON.parse(line) as Record<string, unknown>) } });
  const services = new TestServices(bus);
  await services.start();
  const platform = PlatformModule.forRoot({ bus, queue: new MemoryWorkQueue(), kv: new MemoryKeyValueStore(), config, logger, service: 'gateway' });
  const app = await createGatewayServer({ imports: [platform, GatewayModule], live: config });
  const url = await listenGateway(app, config);
  return {
    app, url, services, config, bus, log,
    stop: async () => {
      await app.close();
      await services.stop();
      await bus.close();
    },
  };
}

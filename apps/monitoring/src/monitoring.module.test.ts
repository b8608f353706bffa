import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { MemoryKeyValueStore, MemoryMessageBus, MemoryWorkQueue } from '@twinmcp/bus-memory';
import { health, monitoring, SERVICES, type ServiceName } from '@twinmcp/contracts';
import { newCallContext, serveRpc, type RpcClient } from '@twinmcp/messaging';
import { createLogger, HealthModule, PlatformModule, RPC_CLIENT, StaticLiveConfig } from '@twinmcp/platform';
import { MonitoringModule } from './index.ts';

async function start(services: readonly ServiceName[], checkTimeout = '3s') {
  const bus = new MemoryMessageBus();
  const config = StaticLiveConfig.of({ monitoring: { check_timeout: checkTimeout }, logging: { level: 'silent' } });
  const platform = PlatformModule.forRoot({ bus, queue: new MemoryWorkQueue(), kv: new MemoryKeyValueStore(), config, logger: createLogger({ config }), service: null, close: () => bus.close() });
  @Module({ imports: [platform, MonitoringModule, ...services.map((service) => HealthModule.forService(service))] })
  class Root {}
  const app = await NestFactory.createApplicationContext(Root, { logger: false });
  const status = () => app.get<RpcClient>(RPC_CLIENT).call(monitoring.systemStatus, {}, newCallContext({ timeoutMs: 2_000 }));
  return { app, bus, status };
}

const others = SERVICES.filter((service) => service !== 'monitoring');

describe('monitoring.system-status', () => {
  it('is ready when all six answer, and says how long each took', async () => {
    const { app, status } = await start(others);
    const answer = await status();
    expect(answer).toMatchObject({ state: 'ready', shape: 'embedded' });
    expect(answer.services.map(({ service, health: report }) => [service, report?.state])).toEqual(SERVICES.map((service) => [service, 'ready']));
    expect(answer.services.every(({ roundTripMs }) => roundTripMs !== null && roundTripMs < 1_000)).toBe(true);
    await app.close();
  });

  it('names who does not answer, in the time that one check takes', async () => {
    const { app, bus, status } = await start(others.filter((service) => service !== 'embedding' && service !== 'library-resolution'), '300ms');
    await serveRpc(bus, health.embedding, (_, { signal }) => new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason))));
    const started = Date.now();
    const answer = await status();
    expect(Date.now() - started).toBeLessThan(900);
    expect(answer.state).toBe('degraded');
    const errors = Object.fromEntries(answer.services.map(({ service, error }) => [service, error]));
    // Caller and callee both watch the deadline; whichever tells first is right.
    expect(errors['embedding']).toMatch(/300 ms|deadline of the call passed/);
    expect(errors['library-resolution']).toMatch(/nobody serves/);
    expect(errors['gateway']).toBeNull();
    await app.close();
  });

  it('is down when no question can be answered', async () => {
    const { app, status } = await start(others.filter((service) => service !== 'ast-analysis'));
    expect((await status()).state).toBe('down');
    await app.close();
  });
});

import { Controller, Inject, Injectable, Module } from '@nestjs/common';
import { MemoryKeyValueStore, MemoryMessageBus, MemoryWorkQueue } from '@twinmcp/bus-memory';
import { defineRpc, health, type DependencyHealth } from '@twinmcp/contracts';
import { sleep } from '@twinmcp/kernel';
import { BusRpcClient, newCallContext } from '@twinmcp/messaging';
import { z } from 'zod';
import type { Logger } from 'pino';
import { ContributesHealth, createLogger, HealthModule, LOGGER, RpcHandler, StaticLiveConfig, startService, type HealthContributor, type RpcContext } from '../index.ts';

const work = defineRpc({ service: 'embedding', verb: 'work', idempotent: true, summary: '', input: z.object({ fail: z.boolean().default(false), ms: z.number().default(0) }), output: z.object({ done: z.boolean() }) });

@Controller()
class WorkController {
  constructor(@Inject(LOGGER) private readonly logger: Logger) {}

  @RpcHandler(work)
  async work({ fail, ms }: { fail: boolean; ms: number }, _ctx: RpcContext) {
    this.logger.info({ password: 'hunter2' }, 'connecting to nats://user:hunter2@host:4222');
    if (fail) throw new Error('the disk at redis://me:hunter2@host is on fire');
    await sleep(ms);
    return { done: true };
  }
}

@ContributesHealth('embedding')
@Injectable()
class IndexHealth implements HealthContributor {
  readonly name = 'index';
  state: DependencyHealth['state'] = 'substituted';
  check(): DependencyHealth {
    return { name: 'index', state: this.state, detail: 'no QDRANT_URL: the embedded SQLite index is used; run one replica' };
  }
}

@Module({ imports: [HealthModule.forService('embedding')], controllers: [WorkController], providers: [IndexHealth] })
class EmbeddingModule {}

async function start() {
  const lines: Record<string, unknown>[] = [];
  const config = StaticLiveConfig.of({ services: { embedding: { health_port: 0 } } });
  const bus = new MemoryMessageBus();
  const logger = createLogger({ config, service: 'embedding', stream: { write: (line) => void lines.push(JSON.parse(line) as Record<string, unknown>) } });
  const running = await startService({ service: 'embedding', module: EmbeddingModule, config, logger, connect: async () => ({ bus, queue: new MemoryWorkQueue(), kv: new MemoryKeyValueStore(), close: () => bus.close() }) });
  return { running, bus, lines, config, rpc: new BusRpcClient(bus) };
}

const ctx = () => newCallContext({ timeoutMs: 2_000 });

describe('startService', () => {
  it('answers health over the bus and over HTTP, with the substitutes named', async () => {
    const { running, rpc } = await start();
    try {
      const report = await rpc.call(health.embedding, {}, ctx());
      expect(report).toMatchObject({ service: 'embedding', state: 'ready', dependencies: [{ name: 'bus', state: 'up' }, { name: 'index', state: 'substituted', detail: expect.stringContaining('QDRANT_URL') }] });
      expect((await fetch(`${running.url}/health/live`)).status).toBe(200);
      expect((await fetch(`${running.url}/health/ready`)).status).toBe(200);
      running.app.get(IndexHealth).state = 'down';
      expect((await rpc.call(health.embedding, {}, ctx())).state).toBe('degraded');
    } finally {
      await running.stop();
    }
  });

  it('measures every call, refused ones included', async () => {
    const { running, rpc } = await start();
    try {
      await rpc.call(work, {}, ctx());
      await rpc.call(work, { fail: 'maybe' } as never, ctx()).catch(() => undefined);
      const text = await (await fetch(`${running.url}/metrics`)).text();
      expect(text).toMatch(/twinmcp_rpc_duration_seconds_count\{side="server",service="embedding",verb="work",outcome="ok"\} 1/);
      expect(text).toMatch(/twinmcp_rpc_duration_seconds_count\{side="server",service="embedding",verb="work",outcome="invalid-input"\} 1/);
      expect(text).toMatch(/nodejs_eventloop_lag_p99_seconds/);
      expect(text).toMatch(/twinmcp_service_info\{service="embedding",version="\d+\.\d+\.\d+"\} 1/);
    } finally {
      await running.stop();
    }
  });

  it('logs the cause of an internal error under the id that the caller got, with the trace, without secrets', async () => {
    const { running, rpc, lines } = await start();
    try {
      const call = ctx();
      const error = await rpc.call(work, { fail: true }, call).catch((e: unknown) => e as { code: string; details: { errorId: string }; message: string });
      expect(error).toMatchObject({ code: 'internal' });
      const id = (error as { details: { errorId: string } }).details.errorId;
      const failure = lines.find((line) => line['errorId'] === id);
      expect(failure).toMatchObject({ level: 'error', trace_id: call.traceparent.slice(3, 35), err: { message: 'the disk at redis://[redacted]@host is on fire' } });
      expect(JSON.stringify(lines)).not.toContain('hunter2');
      expect(JSON.stringify(error)).not.toContain('disk');
    } finally {
      await running.stop();
    }
  });

  it('follows the log level at run time', async () => {
    const { running, config } = await start();
    config.change({ logging: { level: 'error' } });
    expect(running.logger.level).toBe('error');
    await running.stop();
  });

  it('finishes calls in hand when it stops and takes no more after', async () => {
    const { running, rpc, bus } = await start();
    const inHand = rpc.call(work, { ms: 60 }, ctx());
    await new Promise((resolve) => setImmediate(resolve));
    const stopped = running.stop();
    await expect(inHand).resolves.toEqual({ done: true });
    await stopped;
    expect(bus.state).toBe('closed');
    await expect(fetch(`${running.url}/health/live`)).rejects.toThrow();
  });
});

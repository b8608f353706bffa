import { Controller, Inject, Injectable, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { MemoryKeyValueStore, MemoryMessageBus, MemoryWorkQueue } from '@twinmcp/bus-memory';
import type { ConfigTree } from '@twinmcp/configuration';
import { defineEvent, defineQueue, defineRpc } from '@twinmcp/contracts';
import { DomainError, isLocalError, sleep } from '@twinmcp/kernel';
import { newCallContext, type CallContext, type Delivery, type RpcClient } from '@twinmcp/messaging';
import { z } from 'zod';
import { ConfigModule, EventHandler, MessagingModule, QueueHandler, RpcHandler, RPC_CLIENT, StaticLiveConfig, type RpcContext } from '../index.ts';

const shout = defineRpc({ service: 'embedding', verb: 'shout', idempotent: true, summary: '', errors: ['conflict'], input: z.object({ text: z.string(), slowMs: z.number().optional() }), output: z.object({ text: z.string() }) });
const relay = defineRpc({ service: 'context-assembly', verb: 'relay', idempotent: true, summary: '', input: z.object({ text: z.string(), slowMs: z.number() }), output: z.object({ text: z.string() }) });
const shouted = defineEvent({ name: 'shouted', summary: '', payload: z.object({ text: z.string() }) });
const jobs = defineQueue({ name: 'shouts', summary: '', payload: z.object({ text: z.string() }), maxDeliveries: 3, ackWaitMs: 5_000 });

const log: string[] = [];
let running = 0;
let atOnce = 0;

@Controller()
class EmbeddingController {
  @RpcHandler(shout)
  async shout(input: { text: string; slowMs?: number }, _ctx: RpcContext) {
    if (input.text === 'twice') throw new DomainError('conflict', 'said before', { details: { text: input.text } });
    if (input.slowMs) await sleep(input.slowMs);
    return { text: input.text.toUpperCase() };
  }

  @QueueHandler(jobs, { concurrency: ({ queue }) => queue.index_concurrency })
  async work(payload: { text: string }, delivery: Delivery) {
    if (payload.text === 'slow') {
      atOnce = Math.max(atOnce, ++running);
      await sleep(20);
      running--;
    }
    log.push(`job ${payload.text} ${delivery.attempt}`);
  }

  @EventHandler(shouted)
  heard(payload: { text: string }, _ctx: CallContext) {
    log.push(`event ${payload.text}`);
  }
}

@Injectable()
class Relay {
  constructor(@Inject(RPC_CLIENT) private readonly rpc: RpcClient) {}

  @RpcHandler(relay)
  async relay(input: { text: string; slowMs: number }, ctx: RpcContext) {
    await sleep(input.slowMs);
    return this.rpc.call(shout, { text: input.text }, ctx);
  }

  // @ts-expect-error the output does not fit the contract
  @RpcHandler(shout)
  async wrongOutput(_input: { text: string }, _ctx: RpcContext) {
    return { text: 1 };
  }

  // @ts-expect-error the input does not fit the contract
  @RpcHandler(shout)
  async wrongInput(_input: { words: string }) {
    return { text: '' };
  }
}
// Only the types of the two above are under test.
delete (Relay.prototype as Partial<Relay>).wrongOutput;
delete (Relay.prototype as Partial<Relay>).wrongInput;

async function start(config: ConfigTree = {}) {
  const bus = new MemoryMessageBus();
  const queue = new MemoryWorkQueue();
  @Module({ controllers: [EmbeddingController] })
  class EmbeddingModule {}
  @Module({ providers: [Relay] })
  class ContextModule {}
  @Module({ imports: [ConfigModule.forRoot(StaticLiveConfig.of(config)), MessagingModule.forRoot({ bus, queue, kv: new MemoryKeyValueStore(), close: () => bus.close() }), EmbeddingModule, ContextModule] })
  class Root {}
  const app = await NestFactory.createApplicationContext(Root, { logger: false });
  return { app, bus, queue, rpc: app.get<RpcClient>(RPC_CLIENT) };
}

const ctx = () => newCallContext({ timeoutMs: 2_000 });

describe('MessagingModule', () => {
  beforeEach(() => void (log.length = 0));

  it('serves decorated methods of controllers and providers of several modules in one process', async () => {
    const { app, queue, rpc } = await start();
    expect(await rpc.call(relay, { text: 'hi', slowMs: 0 }, ctx())).toEqual({ text: 'HI' });
    await expect(rpc.call(shout, { text: 'twice' }, ctx())).rejects.toMatchObject({ name: 'DomainError', code: 'conflict', details: { text: 'twice' } });
    await rpc.emit(shouted, { text: 'hey' }, ctx());
    await queue.enqueue(jobs, 'j1', { text: 'a' }, ctx());
    for (let i = 0; i < 100 && log.length < 2; i++) await new Promise((resolve) => setImmediate(resolve));
    expect(log.sort()).toEqual(['event hey', 'job a 1']);
    await app.close();
  });

  it.each([1, 3])('works on as many jobs at once as the configuration says: %i', async (most) => {
    const { app, queue } = await start({ queue: { index_concurrency: most } });
    atOnce = 0;
    for (let i = 0; i < 6; i++) await queue.enqueue(jobs, `s${i}`, { text: 'slow' }, ctx());
    for (let i = 0; i < 200 && log.length < 6; i++) await sleep(5);
    expect([log.length, atOnce]).toEqual([6, most]);
    await app.close();
  });

  it('finishes calls in hand at shutdown, the calls they make to other services included', async () => {
    const { app, bus, rpc } = await start();
    const inHand = rpc.call(relay, { text: 'late', slowMs: 50 }, ctx());
    await new Promise((resolve) => setImmediate(resolve));
    await Promise.all([app.close(), expect(inHand).resolves.toEqual({ text: 'LATE' })]);
    expect(bus.state).toBe('closed');
    expect(isLocalError(await rpc.call(shout, { text: 'x' }, newCallContext({ timeoutMs: 50 })).catch((e: unknown) => e), 'disconnected')).toBe(true);
  });
});

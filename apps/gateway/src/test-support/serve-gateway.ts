// A gateway process as the mesh runs it, signals and all, over the in-process bus with the test's services behind it.
import { contextAssembly } from '@twinmcp/contracts';
import { MemoryKeyValueStore, MemoryMessageBus, MemoryWorkQueue } from '@twinmcp/bus-memory';
import { runService, StaticLiveConfig } from '@twinmcp/platform';
import { setTimeout as wait } from 'node:timers/promises';
import { gatewayService } from '../index.ts';
import { contextAnswer, TestServices } from './services.ts';

const bus = new MemoryMessageBus();
const services = new TestServices(bus);
services.addWorkspace('one', '/src/one');
services.pollsPerJob = 1_000;
services.answer(contextAssembly.getContext, async ({ query, workspaceId, budget = 4000 }: { query: string; workspaceId: string; budget?: number }) => {
  await wait(Number(query));
  return contextAnswer(workspaceId, query, budget);
});
await services.start();
const config = StaticLiveConfig.of({ gateway: { port: 0, max_in_flight: 10_000 }, logging: { level: 'info' } });
await runService({ ...gatewayService(config), connect: async () => ({ bus, queue: new MemoryWorkQueue(), kv: new MemoryKeyValueStore(), close: () => bus.close() }) });

import { describeWithServer, keyValueStoreConformance, messageBusConformance, rpcConformance, startNatsServer, workQueueConformance, type RunningServer } from '@twinmcp/testing';
import { connectNats } from './index.ts';

describeWithServer('nats-server', 'over a real nats-server', () => {
  let server: RunningServer;
  beforeAll(async () => {
    server = await startNatsServer();
  });
  afterAll(() => server.stop());
  const pair = async () => {
    const options = { servers: [server.url], name: 'conformance', jobBackoff: { baseDelayMs: 5, maxDelayMs: 20 } };
    const [a, b] = await Promise.all([connectNats(options), connectNats(options)]);
    return { a, b, close: async () => void (await Promise.all([a.close(), b.close()])) };
  };
  const openBus = async () => {
    const { a, b, close } = await pair();
    return { caller: a.bus, callee: b.bus, close };
  };

  describe('NatsMessageBus', () => messageBusConformance(openBus));
  describe('RPC over NatsMessageBus', () => rpcConformance(openBus));
  describe('NatsWorkQueue', () =>
    workQueueConformance(async () => {
      const { a, b, close } = await pair();
      return { producer: a.queue, worker: b.queue, close };
    }));
  describe('NatsKeyValueStore', () =>
    keyValueStoreConformance(async () => {
      const { a, b, close } = await pair();
      return { one: a.kv, other: b.kv, close };
    }));
});

import { keyValueStoreConformance, messageBusConformance, rpcConformance, workQueueConformance } from '@twinmcp/testing';
import { MemoryKeyValueStore, MemoryMessageBus, MemoryWorkQueue } from './index.ts';

const openBus = async () => {
  const bus = new MemoryMessageBus();
  return { caller: bus, callee: bus, close: () => bus.close() };
};

describe('MemoryMessageBus', () => messageBusConformance(openBus));
describe('RPC over MemoryMessageBus', () => rpcConformance(openBus));
describe('MemoryWorkQueue', () =>
  workQueueConformance(async () => {
    const queue = new MemoryWorkQueue({ backoff: { baseDelayMs: 5, maxDelayMs: 20 } });
    return { producer: queue, worker: queue, close: async () => {} };
  }));
describe('MemoryKeyValueStore', () =>
  keyValueStoreConformance(async () => {
    const store = new MemoryKeyValueStore();
    return { one: store, other: store, close: async () => {} };
  }));

export { MemoryMessageBus } from './memory-message-bus.ts';
export { MemoryKeyValueStore } from './memory-key-value-store.ts';
export { MemoryWorkQueue, type MemoryWorkQueueOptions } from './memory-work-queue.ts';

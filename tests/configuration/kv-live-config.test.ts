import { MemoryKeyValueStore } from '@twinmcp/bus-memory';
import { kvLiveConfigBehaviour } from './kv-live-config-behaviour.ts';

kvLiveConfigBehaviour('in memory', () => Promise.resolve({ store: new MemoryKeyValueStore(), close: () => Promise.resolve() }));

import type { Provider } from '@nestjs/common';
import type { LiveConfig } from '@twinmcp/configuration';
import type { KeyValueStore, RpcClient } from '@twinmcp/messaging';
import { KEY_VALUE_STORE, LIVE_CONFIG, LOGGER, METRICS_REGISTRY, RPC_CLIENT, type MetricsRegistry } from '@twinmcp/platform';
import type { ChunkIndexStore, EmbeddingProvider } from '@twinmcp/vectorization';
import type { Logger } from 'pino';
import { IndexRegistry } from '../index-registry.ts';
import { CHUNK_INDEX_STORE, EMBEDDING_PROVIDER } from '../tokens.ts';
import { AuditIndex } from './audit-index.ts';
import { ExportSessions } from './export-sessions.ts';
import { ImportSessions } from './import-sessions.ts';
import { MeasureQuality } from './measure-quality.usecase.ts';
import { qualityMetrics } from './quality-metrics.ts';
import { qualityBounds } from './quality-bounds.ts';
import { QualitySchedule } from './quality-schedule.ts';
import { RepairIndex } from './repair-index.usecase.ts';
import { Snapshots } from './snapshots.usecase.ts';
import { ValidateIndex } from './validate-index.usecase.ts';

/** Validation, repair, quality and snapshots: what keeps an index healthy, beside what reads and writes it. */
export const VECTOR_TOOLS: Provider[] = [
  { provide: AuditIndex, inject: [IndexRegistry, EMBEDDING_PROVIDER, RPC_CLIENT], useFactory: (registry: IndexRegistry, provider: EmbeddingProvider, rpc: RpcClient) => new AuditIndex(registry, provider, rpc) },
  { provide: ValidateIndex, inject: [AuditIndex, EMBEDDING_PROVIDER], useFactory: (audit: AuditIndex, provider: EmbeddingProvider) => new ValidateIndex(audit, provider) },
  { provide: RepairIndex, inject: [IndexRegistry, CHUNK_INDEX_STORE, AuditIndex], useFactory: (registry: IndexRegistry, store: ChunkIndexStore, audit: AuditIndex) => new RepairIndex(registry, store, audit) },
  {
    provide: MeasureQuality, inject: [IndexRegistry, EMBEDDING_PROVIDER, RPC_CLIENT, KEY_VALUE_STORE, LIVE_CONFIG, METRICS_REGISTRY],
    useFactory: (registry: IndexRegistry, provider: EmbeddingProvider, rpc: RpcClient, kv: KeyValueStore, config: LiveConfig, metrics: MetricsRegistry) => new MeasureQuality({ registry, provider, rpc, kv, bounds: () => qualityBounds(config.current), onMeasured: qualityMetrics(metrics) }),
  },
  {
    provide: QualitySchedule, inject: [MeasureQuality, RPC_CLIENT, LIVE_CONFIG, LOGGER],
    useFactory: (measure: MeasureQuality, rpc: RpcClient, config: LiveConfig, logger: Logger) => new QualitySchedule(measure, rpc, () => config.current.embedding.quality.every, logger),
  },
  { provide: Snapshots, inject: [IndexRegistry, CHUNK_INDEX_STORE], useFactory: (registry: IndexRegistry, store: ChunkIndexStore) => new Snapshots(registry, store) },
  { provide: ExportSessions, inject: [CHUNK_INDEX_STORE], useFactory: (store: ChunkIndexStore) => new ExportSessions(store) },
  { provide: ImportSessions, inject: [IndexRegistry, CHUNK_INDEX_STORE, EMBEDDING_PROVIDER], useFactory: (registry: IndexRegistry, store: ChunkIndexStore, provider: EmbeddingProvider) => new ImportSessions(registry, store, provider) },
];

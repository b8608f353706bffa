export { LOCAL_LIMITS, type EmbeddingProvider, type InputType, type ProviderLimits } from './providers/embedding-provider.ts';
export { UsageMeter, type EmbeddingUsage } from './providers/usage-meter.ts';
export { ProviderError, isPassing, isProviderError, type ProviderErrorKind } from './providers/provider-error.ts';
export { checkedVectors, unitVector } from './providers/check-vectors.ts';
export type { ChunkIndex, IndexableFile, SearchFilter, StoredChunk, StoredFile } from './chunk-index.ts';
export { dimensionsOf, floatsOf, type QuantizedVector, type StoredVector } from './stored-vector.ts';
export type { ChunkIndexStore } from './chunk-index-store.ts';
export { VectorizeFiles, type VectorizeResult } from './vectorize-files.ts';
export { FileParts } from './file-parts.ts';
export { embeddingText, textHash } from './embedding-text.ts';
export { MemoryChunkIndex } from './memory-chunk-index.ts';
export { chunkIndexConformance } from './chunk-index.conformance.ts';
export { IndexDamagedError } from './index-damaged-error.ts';
export type {
  AliasChange, CollectionInfo, CollectionSpec, DenseSpec, FusedQuery, NearestQuery, Page, Payload, PayloadIndex, PayloadValue, Point, PointId, PointSelection, Projection, QueryOptions, ScoredPoint, ScrollOptions, SnapshotInfo, SparseSpec, SparseVector, StoreHealth, StoredPoint, Vector,
} from './store/model.ts';
export type { CallOptions, UpsertOptions, VectorStore } from './store/vector-store.ts';
export { bothFilters, matchesFilter, type Condition, type Filter } from './store/filter.ts';
export { comparePointIds, isPointId, pointId } from './store/point-id.ts';
export { MAX_PAYLOAD_BYTES, checkId, checkLimit, checkName, checkPayload, checkPoints, checkQuery, checkSelection, checkSpec, describeVectors, isSparse, sameVectors } from './store/check-input.ts';
export { byScoreThenId, dotProduct, fuseByRank, sparseIdf, unitLength, type Ranked } from './store/rank.ts';
export { MemoryVectorStore, project } from './store/memory-vector-store.ts';
export { vectorStoreConformance } from './store/vector-store.conformance.ts';
export { StableSample } from './quality/sample.ts';
export { isotropy, neighbourhood, normalised, pauseOfEventLoop, type Isotropy, type Neighbourhood, type Pause } from './quality/geometry.ts';
export { knownPair, type KnownPair } from './quality/known-pairs.ts';
export { overlapOf, pairMetrics, recallOf, type PairMetrics } from './quality/pair-metrics.ts';
export { judgeQuality, type QualityBound, type QualityBounds } from './quality/judge-quality.ts';
export { MAX_RUNS, readHistory, withRun } from './quality/quality-history.ts';

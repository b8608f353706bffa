import path from 'node:path';
import type { TwinMcpConfig } from '@twinmcp/configuration';
import type { DependencyHealth } from '@twinmcp/contracts';
import { exposeMeters, type MetricsRegistry } from '@twinmcp/platform';
import { SqliteIndexStore, SqliteVectorStore, ThreadIndexStore } from '@twinmcp/sqlite-index';
import { VectorStoreIndexStore, type ChunkIndexStore, type EmbeddingProvider, type IndexStoreOptions, type VectorStore } from '@twinmcp/vectorization';

export interface IndexStorageOptions {
  /** Read once, except the number of snapshots to keep. */
  readonly config: { readonly current: TwinMcpConfig };
  readonly dataDir: string;
  readonly provider: Pick<EmbeddingProvider, 'model' | 'dimensions'>;
  /** An index was given up and starts empty. */
  readonly onReset: (workspaceId: string, reason: string) => void;
  /** Where what the client of Qdrant measures is told. */
  readonly metrics?: MetricsRegistry;
  /** The thread of the index failed; the next call starts another. */
  readonly onThreadFailed?: (why: string) => void;
}

/** Where the indexes of workspaces live, by configuration. */
export interface IndexStorage {
  readonly store: ChunkIndexStore;
  health(): Promise<Omit<DependencyHealth, 'name'>>;
  close(): Promise<void>;
}

/** All dependencies together are asked within a second. */
const HEALTH_TIMEOUT_MS = 500;

/** Nothing is asked of the server yet: a service starts while its store is away. */
export async function openIndexStorage(options: IndexStorageOptions): Promise<IndexStorage> {
  return options.config.current.qdrant.url === '' ? inSqlite(options) : inQdrant(options);
}

function inSqlite(options: IndexStorageOptions): IndexStorage {
  const { config, dataDir, provider: { model, dimensions }, onReset, onThreadFailed } = options;
  if (shardingOf(options) !== undefined) {
    const vectors = new SqliteVectorStore(path.join(dataDir, 'embedding-shards'));
    return {
      store: onVectorStore(options, vectors, 'sqlite'),
      health: async () => ({ state: 'substituted', detail: 'no QDRANT_URL: embedded SQLite index in shards; one replica' }),
      close: () => vectors.close(),
    };
  }
  const root = path.join(dataDir, 'embedding');
  const keepSnapshots = () => config.current.embedding.snapshots.keep;
  const thread = config.current.embedding.index_thread ? new ThreadIndexStore({ root, identity: { model, dimensions }, onReset, onFailed: onThreadFailed, keepSnapshots }) : null;
  return {
    store: thread ?? new SqliteIndexStore(root, { model, dimensions }, onReset, keepSnapshots),
    health: async () => ({ state: 'substituted', detail: 'no QDRANT_URL: embedded SQLite index; one replica' }),
    close: async () => thread?.close(),
  };
}

/** Undefined = one index as it is, without the collections that describe a layout. */
function shardingOf({ config }: IndexStorageOptions): IndexStoreOptions['sharding'] {
  const { strategy, shards } = config.current.embedding.sharding;
  return strategy === 'none' ? undefined : { strategy, shards };
}

function onVectorStore(options: IndexStorageOptions, vectors: VectorStore, storage: string): ChunkIndexStore {
  const { config, provider: { model, dimensions }, onReset } = options;
  const sharding = shardingOf(options);
  return new VectorStoreIndexStore(vectors, { model, dimensions, storage: sharding ? `${storage}, in shards` : storage, prefix: config.current.qdrant.collection_prefix, sharding, onReset, keepSnapshots: () => config.current.embedding.snapshots.keep });
}

async function inQdrant(options: IndexStorageOptions): Promise<IndexStorage> {
  if (options.metrics) await exposeMeters(options.metrics);
  const { QdrantVectorStore } = await import('@twinmcp/qdrant'); // its client takes tens of megabytes that a laptop need not pay for
  const { url, api_key: apiKey, timeout, connections, snapshot_location: location } = options.config.current.qdrant;
  const snapshotLocation = location === '' ? undefined : (collection: string, snapshot: string) => location.replaceAll('{collection}', encodeURIComponent(collection)).replaceAll('{snapshot}', encodeURIComponent(snapshot));
  const vectors = new QdrantVectorStore({ url, apiKey, connections, readTimeoutMs: timeout, snapshotLocation });
  return {
    store: onVectorStore(options, vectors, 'qdrant'),
    health: async () => {
      const { state, version, detail } = await vectors.health({ timeoutMs: HEALTH_TIMEOUT_MS });
      return { state: state === 'down' ? 'down' : 'up', detail: `Qdrant${version ? ` ${version}` : ''} at ${detail}` };
    },
    close: () => vectors.close(),
  };
}

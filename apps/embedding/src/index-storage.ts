import path from 'node:path';
import type { TwinMcpConfig } from '@twinmcp/configuration';
import type { DependencyHealth } from '@twinmcp/contracts';
import { SqliteIndexStore } from '@twinmcp/sqlite-index';
import { VectorStoreIndexStore, type ChunkIndexStore, type EmbeddingProvider } from '@twinmcp/vectorization';

export interface IndexStorageOptions {
  /** Read once, except the number of snapshots to keep. */
  readonly config: { readonly current: TwinMcpConfig };
  readonly dataDir: string;
  readonly provider: Pick<EmbeddingProvider, 'model' | 'dimensions'>;
  /** An index was given up and starts empty. */
  readonly onReset: (workspaceId: string, reason: string) => void;
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

function inSqlite({ config, dataDir, provider: { model, dimensions }, onReset }: IndexStorageOptions): IndexStorage {
  return {
    store: new SqliteIndexStore(path.join(dataDir, 'embedding'), { model, dimensions }, onReset, () => config.current.embedding.snapshots.keep),
    health: async () => ({ state: 'substituted', detail: 'no QDRANT_URL: embedded SQLite index; one replica' }),
    close: async () => {},
  };
}

async function inQdrant({ config, provider: { model, dimensions }, onReset }: IndexStorageOptions): Promise<IndexStorage> {
  const { QdrantVectorStore } = await import('@twinmcp/qdrant'); // its client takes tens of megabytes that a laptop need not pay for
  const { url, api_key: apiKey, collection_prefix: prefix, timeout, connections } = config.current.qdrant;
  const vectors = new QdrantVectorStore({ url, apiKey, connections, readTimeoutMs: timeout });
  return {
    store: new VectorStoreIndexStore(vectors, { model, dimensions, storage: 'qdrant', prefix, onReset, keepSnapshots: () => config.current.embedding.snapshots.keep }),
    health: async () => {
      const { state, version, detail } = await vectors.health({ timeoutMs: HEALTH_TIMEOUT_MS });
      return { state: state === 'down' ? 'down' : 'up', detail: `Qdrant${version ? ` ${version}` : ''} at ${detail}` };
    },
    close: () => vectors.close(),
  };
}

import type { embedding, RpcOutput, RpcParsedInput } from '@twinmcp/contracts';
import type { EmbeddingProvider } from '@twinmcp/vectorization';
import type { IndexRegistry } from './index-registry.ts';

export class IndexStatistics {
  readonly #registry: IndexRegistry;
  readonly #provider: EmbeddingProvider;

  constructor(registry: IndexRegistry, provider: EmbeddingProvider) {
    this.#registry = registry;
    this.#provider = provider;
  }

  async execute({ workspaceId }: RpcParsedInput<typeof embedding.indexStats>): Promise<RpcOutput<typeof embedding.indexStats>> {
    const stats = await this.#registry.useExisting(workspaceId, ({ index }) => index.stats());
    const { model, dimensions } = this.#provider;
    return stats ?? { generation: 0, files: 0, chunks: 0, vectors: 0, terms: 0, model, dimensions, storage: 'none', bytesOnDisk: 0 };
  }
}

import type { embedding, RpcOutput, RpcParsedInput } from '@twinmcp/contracts';
import type { IndexRegistry } from './index-registry.ts';

export class DeleteFiles {
  readonly #registry: IndexRegistry;

  constructor(registry: IndexRegistry) {
    this.#registry = registry;
  }

  async execute({ workspaceId, paths }: RpcParsedInput<typeof embedding.deleteFiles>): Promise<RpcOutput<typeof embedding.deleteFiles>> {
    const chunks = await this.#registry.useExisting(workspaceId, ({ vectorize }) => vectorize.delete(paths));
    return { chunks: chunks ?? 0 };
  }
}

import type { embedding, RpcOutput, RpcParsedInput } from '@twinmcp/contracts';
import type { IndexRegistry } from './index-registry.ts';

export class ListFiles {
  readonly #registry: IndexRegistry;

  constructor(registry: IndexRegistry) {
    this.#registry = registry;
  }

  async execute({ workspaceId, after, limit }: RpcParsedInput<typeof embedding.listFiles>): Promise<RpcOutput<typeof embedding.listFiles>> {
    const found = (await this.#registry.useExisting(workspaceId, ({ index }) => index.listFiles(after, limit + 1))) ?? [];
    return { files: found.slice(0, limit), more: found.length > limit };
  }
}

import type { embedding, RpcOutput, RpcParsedInput } from '@twinmcp/contracts';
import type { FileParts } from '@twinmcp/vectorization';
import type { IndexRegistry } from './index-registry.ts';

export class DropWorkspace {
  readonly #registry: IndexRegistry;
  readonly #parts: FileParts;

  constructor(registry: IndexRegistry, parts: FileParts) {
    this.#registry = registry;
    this.#parts = parts;
  }

  async execute({ workspaceId }: RpcParsedInput<typeof embedding.dropWorkspace>): Promise<RpcOutput<typeof embedding.dropWorkspace>> {
    this.#parts.forgetScope(workspaceId);
    return { dropped: await this.#registry.drop(workspaceId) };
  }
}

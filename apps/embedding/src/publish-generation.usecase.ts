import type { embedding, RpcOutput, RpcParsedInput } from '@twinmcp/contracts';
import { DomainError } from '@twinmcp/kernel';
import type { IndexRegistry } from './index-registry.ts';

export class PublishGeneration {
  readonly #registry: IndexRegistry;

  constructor(registry: IndexRegistry) {
    this.#registry = registry;
  }

  /** Refuses with `conflict` when the index does not hold as many files as the owner of the files believes. */
  async execute({ workspaceId, generation, files }: RpcParsedInput<typeof embedding.publishGeneration>): Promise<RpcOutput<typeof embedding.publishGeneration>> {
    return this.#registry.use(workspaceId, async ({ index, vectorize }) => {
      const found = await index.stats();
      if (found.files !== files) {
        throw new DomainError('conflict', `the index holds ${found.files} files, not ${files}: compare with list-files and send what is missing`, { details: { expected: files, found: found.files } });
      }
      await vectorize.publish(generation);
      return index.stats();
    });
  }
}

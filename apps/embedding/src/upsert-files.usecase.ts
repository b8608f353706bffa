import type { FileChunks, embedding, RpcOutput, RpcParsedInput } from '@twinmcp/contracts';
import type { CallContext } from '@twinmcp/messaging';
import type { FileParts } from '@twinmcp/vectorization';
import type { IndexMetrics } from './index-metrics.ts';
import type { IndexRegistry } from './index-registry.ts';

export class UpsertFiles {
  readonly #registry: IndexRegistry;
  readonly #parts: FileParts;
  readonly #metrics: IndexMetrics;

  constructor(registry: IndexRegistry, parts: FileParts, metrics: IndexMetrics) {
    this.#registry = registry;
    this.#parts = parts;
    this.#metrics = metrics;
  }

  async execute({ workspaceId, files }: RpcParsedInput<typeof embedding.upsertFiles>, ctx: Pick<CallContext, 'signal'>): Promise<RpcOutput<typeof embedding.upsertFiles>> {
    return this.#registry.use(workspaceId, async ({ index, vectorize }) => {
      const isStored = (file: FileChunks) => async () => (await index.fileHash(file.path)) === file.fileHash;
      const whole: FileChunks[] = [];
      let stored = 0;
      for (const file of files) {
        const accepted = await this.#parts.accept(workspaceId, file, isStored(file));
        if (accepted === 'stored') stored++;
        else if (accepted !== null) whole.push(accepted);
      }
      const result = whole.length === 0 ? { files: 0, chunks: 0, embedded: 0, reused: 0 } : await this.#metrics.writing(whole.length, () => vectorize.replace(whole, ctx.signal));
      return { ...result, files: result.files + stored };
    });
  }
}

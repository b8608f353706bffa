import type { IndexStats } from '@twinmcp/contracts';
import type { CallContext, RpcClient } from '@twinmcp/messaging';
import { floatsOf, IndexAudit, normalised, pauseOfEventLoop, type AuditResult, type ChunkIndex, type EmbeddingProvider, type StoredChunk } from '@twinmcp/vectorization';
import type { IndexRegistry } from '../index-registry.ts';
import { readManifest } from './read-manifest.ts';

const PAGE_CHUNKS = 2_000;
/** Searches for vectors that are stored: enough to see that searching works at all. */
const PROBES = 5;

export interface Audited extends AuditResult {
  readonly stats: IndexStats | null;
}

/** Reads a whole index and holds it against the manifest. Used by validation and by repair, so both see the same. */
export class AuditIndex {
  readonly #registry: IndexRegistry;
  readonly #provider: Pick<EmbeddingProvider, 'model' | 'dimensions'>;
  readonly #rpc: RpcClient;

  constructor(registry: IndexRegistry, provider: Pick<EmbeddingProvider, 'model' | 'dimensions'>, rpc: RpcClient) {
    this.#registry = registry;
    this.#provider = provider;
    this.#rpc = rpc;
  }

  async execute(workspaceId: string, ctx: CallContext): Promise<Audited> {
    const { model, dimensions } = this.#provider;
    const manifest = await readManifest(this.#rpc, workspaceId, ctx);
    const audit = new IndexAudit(dimensions);
    const stats = await this.#registry.useExisting(workspaceId, async ({ index }) => {
      const probes: { place: string; chunk: StoredChunk }[] = [];
      for (let after = ''; ; ) {
        ctx.signal?.throwIfAborted();
        const files = await index.readFiles(after, PAGE_CHUNKS);
        for (const file of files) {
          audit.addFile(file);
          const chunk = file.chunks[0];
          if (chunk?.vector && probes.length < PROBES) probes.push({ place: `${file.path}:${chunk.startLine}`, chunk });
        }
        if (files.length === 0) break;
        after = files.at(-1)!.path;
        await pauseOfEventLoop();
      }
      const found = await index.stats();
      if (found.model !== model || found.dimensions !== dimensions) audit.report('model-mismatch', 1, `${found.model}, ${found.dimensions} dimensions`, `the index was made with ${found.model} (${found.dimensions} dimensions); this program uses ${model} (${dimensions})`);
      else for (const { place, chunk } of probes) if (!(await isFound(index, chunk))) audit.report('search-mismatch', 1, place);
      return found;
    });
    const settled = manifest !== null && !manifest.indexing;
    if (settled && stats !== null && manifest.generation !== stats.generation) audit.report('generation-mismatch', 1, '', `the index stands for generation ${stats.generation}, the files for generation ${manifest.generation}`);
    return { ...audit.finish(stats ?? { files: 0, chunks: 0 }, settled ? manifest.files : null), stats };
  }
}

/** Whether a search for a stored vector finds one like it. */
async function isFound(index: ChunkIndex, { vector }: StoredChunk): Promise<boolean> {
  const query = vector === null ? null : normalised(floatsOf(vector));
  if (query === null) return true;
  const [best] = await index.dense(query, 1, {});
  return best !== undefined && best.score > 0.95;
}

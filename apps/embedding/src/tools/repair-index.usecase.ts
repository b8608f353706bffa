import type { embedding, RpcOutput, RpcParsedInput } from '@twinmcp/contracts';
import type { CallContext } from '@twinmcp/messaging';
import type { ChunkIndexStore } from '@twinmcp/vectorization';
import type { IndexRegistry } from '../index-registry.ts';
import type { AuditIndex } from './audit-index.ts';

const BATCH = 1_000;

/**
 * Takes out of the index what does not belong there, and files with damaged or outdated chunks. There is no source text
 * here: the indexing run that follows sees that they are missing and sends them, and their chunks are embedded anew.
 */
export class RepairIndex {
  readonly #registry: IndexRegistry;
  readonly #store: ChunkIndexStore;
  readonly #audit: AuditIndex;

  constructor(registry: IndexRegistry, store: ChunkIndexStore, audit: AuditIndex) {
    this.#registry = registry;
    this.#store = store;
    this.#audit = audit;
  }

  async execute({ workspaceId, dryRun }: RpcParsedInput<typeof embedding.repairIndex>, ctx: CallContext): Promise<RpcOutput<typeof embedding.repairIndex>> {
    const startedAt = performance.now();
    const { stats, orphans, toReindex, findings } = await this.#audit.execute(workspaceId, ctx);
    const doomed = stats === null ? [] : [...orphans, ...toReindex];
    let snapshot: string | null = null;
    if (!dryRun && doomed.length > 0) {
      if (stats!.files > 0) snapshot = (await this.#store.maintenance?.createSnapshot(workspaceId, 'before repair'))?.id ?? null;
      await this.#registry.useExisting(workspaceId, async ({ vectorize }) => {
        for (let from = 0; from < doomed.length; from += BATCH) {
          ctx.signal?.throwIfAborted();
          await vectorize.delete(doomed.slice(from, from + BATCH));
        }
      });
    }
    return {
      workspaceId, dryRun, snapshot, deletedOrphans: orphans.length, toReindex: toReindex.length, examples: doomed.slice(0, 20),
      remaining: findings.filter(({ repairable, severity }) => !repairable && severity === 'error'), tookMs: performance.now() - startedAt,
    };
  }
}

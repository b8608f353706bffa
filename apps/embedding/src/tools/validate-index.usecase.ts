import type { embedding, RpcOutput, RpcParsedInput } from '@twinmcp/contracts';
import type { CallContext } from '@twinmcp/messaging';
import type { EmbeddingProvider } from '@twinmcp/vectorization';
import type { AuditIndex } from './audit-index.ts';

export class ValidateIndex {
  readonly #audit: AuditIndex;
  readonly #provider: Pick<EmbeddingProvider, 'model' | 'dimensions'>;

  constructor(audit: AuditIndex, provider: Pick<EmbeddingProvider, 'model' | 'dimensions'>) {
    this.#audit = audit;
    this.#provider = provider;
  }

  async execute({ workspaceId }: RpcParsedInput<typeof embedding.validateIndex>, ctx: CallContext): Promise<RpcOutput<typeof embedding.validateIndex>> {
    const startedAt = performance.now();
    const { stats, files, chunks, vectors, distinctTexts, findings } = await this.#audit.execute(workspaceId, ctx);
    const { model, dimensions } = stats ?? this.#provider;
    const state = findings.some(({ severity }) => severity === 'error') ? 'findings' : stats === null || stats.files === 0 ? 'empty' : 'clean';
    return { workspaceId, state, storage: stats?.storage ?? 'none', model, dimensions, generation: stats?.generation ?? 0, files, chunks, vectors, distinctTexts, findings: [...findings], tookMs: performance.now() - startedAt };
  }
}

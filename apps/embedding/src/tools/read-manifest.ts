import { astAnalysis } from '@twinmcp/contracts';
import { isDomainError } from '@twinmcp/kernel';
import type { CallContext, RpcClient } from '@twinmcp/messaging';
import type { ManifestRow } from '@twinmcp/vectorization';

export interface Manifest {
  readonly files: ReadonlyMap<string, ManifestRow>;
  readonly generation: number;
  /** A run goes on: what is missing may be on its way. */
  readonly indexing: boolean;
}

/** What the owner of the files says the index should hold; null when it knows no such workspace. */
export async function readManifest(rpc: RpcClient, workspaceId: string, ctx: CallContext): Promise<Manifest | null> {
  const files = new Map<string, ManifestRow>();
  for (let after = ''; ; ) {
    const page = await rpc.call(astAnalysis.listManifest, { workspaceId, after }, ctx).catch((error: unknown) => {
      if (isDomainError(error) && error.code === 'workspace-not-found') return null;
      throw error;
    });
    if (page === null) return null;
    for (const { path, hash, chunks } of page.files) files.set(path, { hash, chunks });
    const last = page.files.at(-1)?.path;
    if (!page.more || last === undefined) return { files, generation: page.generation, indexing: page.indexing };
    after = last;
  }
}

import { astAnalysis } from '@twinmcp/contracts';
import { errorMessage, isDomainError } from '@twinmcp/kernel';
import { GraphIndex, ScanProject, type ProjectScan, type ScanLimits } from '@twinmcp/libraries';
import type { CallContext, RpcClient } from '@twinmcp/messaging';
import { RpcManifestReader } from '../rpc-manifest-reader.ts';

export interface WorkspaceScan extends ProjectScan {
  readonly index: GraphIndex;
}

/** Manifests and lock files of a workspace as they are now, and the graph they give. */
export async function scanWorkspace(rpc: RpcClient, workspaceId: string, limits: ScanLimits, ctx: CallContext): Promise<WorkspaceScan> {
  const scan = await new ScanProject(new RpcManifestReader(rpc, workspaceId, ctx), limits).execute();
  return { ...scan, index: new GraphIndex(scan.graphs) };
}

export interface ExternalImport {
  readonly module: string;
  readonly files: number;
  /** Whose module it is: ecmascript, python, rust, go … */
  readonly family?: string | undefined;
}

/** As many as a project of tens of thousands of files has. */
const MAX_IMPORTS = 5_000;

/** Modules that the indexed code imports from outside, or why they are not known. Of more than can be told none is: a missing one would be called unused. */
export async function externalImports(rpc: RpcClient, workspaceId: string, ctx: CallContext): Promise<readonly ExternalImport[] | string> {
  try {
    const { external } = await rpc.call(astAnalysis.getDependencies, { workspaceId, path: '', groupBy: 'folder', limit: 1, externalLimit: MAX_IMPORTS }, ctx);
    return external.length < MAX_IMPORTS ? external : `the code imports more than ${MAX_IMPORTS} modules`;
  } catch (error) {
    if (ctx.signal?.aborted) throw error;
    return isDomainError(error) && error.code === 'workspace-not-indexed' ? 'the workspace has no index, so its imports are not known (twinmcp index makes one)' : `its imports could not be asked for: ${errorMessage(error)}`;
  }
}

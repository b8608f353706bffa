import { astAnalysis } from '@twinmcp/contracts';
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

/** Modules that the indexed code imports from outside; null when there is no index to ask. */
export async function externalImports(rpc: RpcClient, workspaceId: string, ctx: CallContext): Promise<{ module: string; files: number }[] | null> {
  try {
    return (await rpc.call(astAnalysis.getDependencies, { workspaceId, path: '', limit: 1 }, ctx)).external;
  } catch (error) {
    if (ctx.signal?.aborted) throw error;
    return null;
  }
}

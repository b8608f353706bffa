import { libraryId, ListDependencies, type LibraryRecord } from '@twinmcp/libraries';
import type { Dependency } from '@twinmcp/contracts';
import type { CallContext, RpcClient } from '@twinmcp/messaging';
import { RpcManifestReader } from '../rpc-manifest-reader.ts';

export interface WorkspaceLibrariesLimits {
  readonly maxLockFileBytes: number;
  readonly maxManifests: number;
}

const KEPT_MS = 10_000;
const MAX_KEPT = 50;

/** What workspaces depend on, kept for a few seconds: one question of an agent is seldom alone. */
export class WorkspaceLibraries {
  readonly #rpc: RpcClient;
  readonly #limits: () => WorkspaceLibrariesLimits;
  readonly #kept = new Map<string, { readonly until: number; readonly dependencies: readonly Dependency[] }>();

  constructor(rpc: RpcClient, limits: () => WorkspaceLibrariesLimits) {
    this.#rpc = rpc;
    this.#limits = limits;
  }

  async dependencies(workspaceId: string, ctx: CallContext): Promise<readonly Dependency[]> {
    const kept = this.#kept.get(workspaceId);
    if (kept && Date.now() < kept.until) return kept.dependencies;
    const { dependencies } = await new ListDependencies(new RpcManifestReader(this.#rpc, workspaceId, ctx), this.#limits()).execute();
    if (this.#kept.size >= MAX_KEPT) this.#kept.clear();
    this.#kept.set(workspaceId, { until: Date.now() + KEPT_MS, dependencies });
    return dependencies;
  }

  /** Id → version, null where no lock file tells it. Nothing without a workspace. */
  async installed(workspaceId: string | undefined, ctx: CallContext): Promise<ReadonlyMap<LibraryRecord['id'], string | null>> {
    if (workspaceId === undefined) return new Map();
    const found = new Map<string, string | null>();
    for (const { ecosystem, name, version } of await this.dependencies(workspaceId, ctx)) {
      const id = libraryId(ecosystem, name);
      found.set(id, found.get(id) ?? version);
    }
    return found;
  }
}

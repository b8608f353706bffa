import { Controller, Inject } from '@nestjs/common';
import type { LiveConfig } from '@twinmcp/configuration';
import { libraryResolution, type RpcParsedInput } from '@twinmcp/contracts';
import { ListDependencies } from '@twinmcp/libraries';
import type { RpcClient } from '@twinmcp/messaging';
import { LIVE_CONFIG, RPC_CLIENT, RpcHandler, type RpcContext } from '@twinmcp/platform';
import { RpcManifestReader } from './rpc-manifest-reader.ts';

@Controller()
export class LibraryResolutionHandlers {
  constructor(
    @Inject(RPC_CLIENT) private readonly rpc: RpcClient,
    @Inject(LIVE_CONFIG) private readonly config: LiveConfig,
  ) {}

  @RpcHandler(libraryResolution.listDependencies)
  listDependencies({ workspaceId }: RpcParsedInput<typeof libraryResolution.listDependencies>, ctx: RpcContext) {
    const { max_lock_file: maxLockFileBytes, max_manifests: maxManifests } = this.config.current.libraries;
    return new ListDependencies(new RpcManifestReader(this.rpc, workspaceId, ctx), { maxLockFileBytes, maxManifests }).execute();
  }
}

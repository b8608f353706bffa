import type { embedding, RpcOutput, RpcParsedInput } from '@twinmcp/contracts';
import type { ChunkIndexStore } from '@twinmcp/vectorization';
import { layoutInfo, shardingOf } from './layout-info.ts';

export class ListShards {
  readonly #store: ChunkIndexStore;

  constructor(store: ChunkIndexStore) {
    this.#store = store;
  }

  async execute({ workspaceId }: RpcParsedInput<typeof embedding.listShards>): Promise<RpcOutput<typeof embedding.listShards>> {
    const { layout, moving, shards } = await shardingOf(this.#store).report(workspaceId);
    return { workspaceId, layout: layoutInfo(layout), moving: moving && { ...moving, to: layoutInfo(moving.to) }, shards: [...shards] };
  }
}

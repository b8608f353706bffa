import { Controller, Inject } from '@nestjs/common';
import { embedding, type RpcParsedInput } from '@twinmcp/contracts';
import { METRICS_REGISTRY, RpcHandler, type RpcContext, type MetricsRegistry } from '@twinmcp/platform';
import type { ChunkIndexStore } from '@twinmcp/vectorization';
import { CHUNK_INDEX_STORE } from '../tokens.ts';
import { ListShards } from './list-shards.usecase.ts';
import { RebalanceIndex } from './rebalance-index.usecase.ts';
import { measureShards } from './shard-metrics.ts';

@Controller()
export class ShardsController {
  constructor(
    @Inject(ListShards) private readonly list: ListShards,
    @Inject(RebalanceIndex) private readonly rebalance: RebalanceIndex,
    @Inject(CHUNK_INDEX_STORE) store: ChunkIndexStore,
    @Inject(METRICS_REGISTRY) registry: MetricsRegistry,
  ) {
    if (store.sharding) measureShards(store.sharding, registry);
  }

  @RpcHandler(embedding.listShards)
  listShards(input: RpcParsedInput<typeof embedding.listShards>, _ctx: RpcContext) {
    return this.list.execute(input);
  }

  @RpcHandler(embedding.rebalanceIndex)
  rebalanceIndex(input: RpcParsedInput<typeof embedding.rebalanceIndex>, ctx: RpcContext) {
    return this.rebalance.execute(input, ctx);
  }
}

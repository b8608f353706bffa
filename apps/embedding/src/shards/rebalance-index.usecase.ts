import type { embedding, RpcOutput, RpcParsedInput } from '@twinmcp/contracts';
import { DomainError } from '@twinmcp/kernel';
import type { CallContext } from '@twinmcp/messaging';
import type { ChunkIndexStore, IndexSharding, ShardLayout } from '@twinmcp/vectorization';
import { layoutInfo, shardingOf } from './layout-info.ts';

type Input = RpcParsedInput<typeof embedding.rebalanceIndex>;
type Output = RpcOutput<typeof embedding.rebalanceIndex>;

/** Moves for a bounded time a call: whoever wants the layout asks until it is there, and whoever is cut off asks again. */
export class RebalanceIndex {
  readonly #store: ChunkIndexStore;

  constructor(store: ChunkIndexStore) {
    this.#store = store;
  }

  async execute(input: Input, ctx: Pick<CallContext, 'signal'>): Promise<Output> {
    const startedAt = performance.now();
    const sharding = shardingOf(this.#store);
    const found = await this.#begin(sharding, input);
    const answer = { workspaceId: input.workspaceId, total: 0, toMove: 0, moved: 0, phase: null, shards: [], ...found };
    if (found.state !== 'moving') return { ...answer, tookMs: performance.now() - startedAt };
    const until = startedAt + input.seconds * 1_000;
    let going = true;
    do {
      ctx.signal?.throwIfAborted();
      going = await sharding.step(input.workspaceId);
    } while (going && performance.now() < until);
    const { moving } = await sharding.report(input.workspaceId);
    return { ...answer, state: moving ? 'moving' : 'done', moved: moving?.moved ?? answer.toMove, phase: moving?.phase ?? null, tookMs: performance.now() - startedAt };
  }

  async #begin(sharding: IndexSharding, { workspaceId, dryRun, ...target }: Input): Promise<Pick<Output, 'state' | 'from' | 'to'> & Partial<Output>> {
    const { layout, moving } = await sharding.report(workspaceId);
    const [from, wanted] = [layoutInfo(layout), moving?.to ?? layout];
    if (moving) {
      if (!isOf(wanted, target)) throw new DomainError('conflict', `the index is being moved to ${wanted.strategy}, ${wanted.shards.length} shards: that has to end first (the same command with this layout goes on with it)`);
      return { state: dryRun ? 'planned' : 'moving', from, to: layoutInfo(wanted), moved: moving.moved, phase: moving.phase };
    }
    if (isOf(layout, target)) {
      const probes = target.probes ?? layout.probes;
      const isNew = layout.strategy === 'semantic' && probes !== layout.probes;
      if (isNew && !dryRun) await sharding.setProbes(workspaceId, probes!);
      return { state: dryRun && isNew ? 'planned' : 'done', from, to: layoutInfo({ ...layout, probes }) };
    }
    const plan = await sharding.plan(workspaceId, target);
    if (!dryRun) await sharding.begin(workspaceId, plan);
    return { state: dryRun ? 'planned' : 'moving', from, to: layoutInfo(plan.to), total: plan.total, toMove: plan.moved, shards: [...plan.shards] };
  }
}

function isOf({ strategy, shards }: ShardLayout, target: Pick<Input, 'strategy' | 'shards'>): boolean {
  return strategy === target.strategy && (strategy === 'none' || shards.length === target.shards);
}

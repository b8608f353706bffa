import type { RebalancePlan, RebalanceTarget } from './sharding/rebalance.ts';
import type { ShardLayout } from './sharding/shard-layout.ts';
import type { CallFigures, ShardFigures } from './sharding/shard-metrics.ts';

export interface ShardReport {
  readonly layout: ShardLayout;
  /** Under way; null = nothing is. */
  readonly moving: { readonly phase: 'copying' | 'clearing'; readonly to: ShardLayout; readonly moved: number } | null;
  readonly shards: readonly ShardFigures[];
}

/** How the index of a workspace is spread over shards, and how that is changed. Fails with `workspace-not-indexed` when there is none. */
export interface IndexSharding {
  report(workspaceId: string): Promise<ShardReport>;
  /** Writes nothing. Fails with `conflict` while points are moving. */
  plan(workspaceId: string, target: RebalanceTarget): Promise<RebalancePlan>;
  /** From here on `step` goes on with it, also after the process ended. */
  begin(workspaceId: string, plan: RebalancePlan): Promise<void>;
  /** Moves a few hundred points, between two writes of the index; searches go on. False = nothing is left to do. */
  step(workspaceId: string): Promise<boolean>;
  /** For semantic layouts: how many shards a query asks. Nothing moves. */
  setProbes(workspaceId: string, probes: number): Promise<void>;
  /** Of this process since it started: shard name → calls, all workspaces together. */
  figures(): Map<string, CallFigures>;
}

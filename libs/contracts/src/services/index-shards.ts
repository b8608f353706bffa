import { z } from 'zod';
import { defineRpc } from '../rpc.ts';
import { WorkspaceId } from '../shared.ts';

export const ShardStrategy = z.enum(['none', 'hash', 'semantic']);
export type ShardStrategy = z.output<typeof ShardStrategy>;

export const ShardLayoutInfo = z.object({
  strategy: ShardStrategy,
  shards: z.number().int().positive(),
  probes: z.number().int().positive().nullable().describe('How many shards a query asks; null = all'),
});
export type ShardLayoutInfo = z.output<typeof ShardLayoutInfo>;

export const ShardInfo = z.object({
  shard: z.string(),
  points: z.number().int().describe('Chunks, files and one point of state'),
  queries: z.number().int().describe('Since the replica that answers started, as the next four'),
  writes: z.number().int(),
  results: z.number().int(),
  failures: z.number().int(),
  queryMs: z.number().describe('All queries together'),
});
export type ShardInfo = z.output<typeof ShardInfo>;

export const ShardsReport = z.object({
  workspaceId: WorkspaceId,
  layout: ShardLayoutInfo,
  /** A change of layout under way; null = none. */
  moving: z.object({ phase: z.enum(['copying', 'clearing']), to: ShardLayoutInfo, moved: z.number().int() }).nullable(),
  shards: z.array(ShardInfo),
});
export type ShardsReport = z.output<typeof ShardsReport>;

export const RebalanceReport = z.object({
  workspaceId: WorkspaceId,
  /** planned = a dry run; moving = ask again to go on; done = the index has the layout. */
  state: z.enum(['planned', 'moving', 'done']),
  from: ShardLayoutInfo,
  to: ShardLayoutInfo,
  total: z.number().int().describe('Points; 0 = not counted in this call'),
  toMove: z.number().int().describe('Points that change their shard, by the plan; 0 = not planned in this call'),
  moved: z.number().int().describe('So far'),
  phase: z.enum(['copying', 'clearing']).nullable(),
  shards: z.array(z.object({ shard: z.string(), current: z.number().int(), planned: z.number().int() })),
  tookMs: z.number(),
});
export type RebalanceReport = z.output<typeof RebalanceReport>;

const service = 'embedding' as const;
const byWorkspace = z.object({ workspaceId: WorkspaceId });

export const indexShards = {
  listShards: defineRpc({
    service, verb: 'list-shards', idempotent: true, timeoutMs: 30_000, errors: ['workspace-not-indexed', 'unsupported', 'unavailable'],
    summary: 'How the index of a workspace is spread over shards, and what each of them holds and does. `unsupported` when indexes are not sharded (`embedding.sharding`).',
    input: byWorkspace, output: ShardsReport,
  }),
  rebalanceIndex: defineRpc({
    service, verb: 'rebalance-index', idempotent: true, timeoutMs: 600_000, errors: ['workspace-not-indexed', 'conflict', 'unsupported', 'storage-full', 'unavailable'],
    summary: 'Plan another layout of the shards (dry run), or move towards it for some seconds: called again and again until it is done. Searches and writes go on meanwhile. `conflict` while a change to another layout is under way.',
    input: byWorkspace.extend({
      strategy: ShardStrategy, shards: z.number().int().min(1).max(256).default(1),
      probes: z.number().int().min(1).max(256).optional().describe('For semantic: shards that a query asks. Default three quarters of them'),
      dryRun: z.boolean().default(true),
      seconds: z.number().min(0).max(60).default(10).describe('After which it answers `moving`'),
    }),
    output: RebalanceReport,
  }),
};

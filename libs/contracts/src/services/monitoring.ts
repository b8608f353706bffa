import { z } from 'zod';
import { defineRpc, SERVICES } from '../rpc.ts';
import { ServiceHealth } from './health.ts';
import { WorkspaceId } from '../shared.ts';

export const ActiveAlert = z.object({ kind: z.enum(['vector-quality']), workspaceId: WorkspaceId, since: z.number().int(), at: z.number().int().describe('When it was last seen'), messages: z.array(z.string()) });
export type ActiveAlert = z.output<typeof ActiveAlert>;

export const SystemStatus = z.object({
  state: z.enum(['ready', 'degraded', 'down']),
  shape: z.enum(['embedded', 'mesh']),
  services: z.array(z.object({ service: z.enum(SERVICES), health: ServiceHealth.nullable(), error: z.string().nullable(), roundTripMs: z.number().nullable() })),
  alerts: z.array(ActiveAlert).default([]).describe('Raised and not yet cleared'),
  checkedAt: z.number().int(),
});
export type SystemStatus = z.output<typeof SystemStatus>;

export const monitoring = {
  systemStatus: defineRpc({
    service: 'monitoring', verb: 'system-status', idempotent: true, timeoutMs: 5_000,
    summary: 'State of every service, asked now.',
    input: z.object({}), output: SystemStatus,
  }),
};

import { plans, WorkspaceId } from '@twinmcp/contracts';
import { z } from 'zod';
import { flagField } from './query-fields.ts';
import { defineRoute } from './route.ts';

const byId = z.object({ id: WorkspaceId });
const { path, limit } = plans.getPlan.input.shape;
const { changes, fileHash } = plans.setTaskStatus.input.shape;

export const planRoutes = {
  getPlan: defineRoute({
    method: 'GET', path: '/v1/workspaces/:id/plan', operationId: 'getPlan', tag: 'workspaces', status: 200,
    summary: plans.getPlan.summary, params: byId,
    query: z.object({ path, open: flagField(z.boolean()).default(false), limit: z.coerce.number().pipe(limit.unwrap()).default(500) }),
    response: plans.getPlan.output, errors: [...plans.getPlan.errors],
  }),
  setTaskStatus: defineRoute({
    method: 'POST', path: '/v1/workspaces/:id/plan', operationId: 'setTaskStatus', tag: 'workspaces', status: 200,
    summary: plans.setTaskStatus.summary, description: 'It writes a file of the machine that serves: only for callers on that machine.', params: byId,
    body: z.strictObject({ path, changes, fileHash }), response: plans.setTaskStatus.output, errors: [...plans.setTaskStatus.errors],
  }),
};

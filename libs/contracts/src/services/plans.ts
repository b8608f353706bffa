import { z } from 'zod';
import { defineRpc } from '../rpc.ts';
import { RelativePath, WorkspaceId } from '../shared.ts';

export const TaskStatus = z.enum(['todo', 'in-progress', 'blocked', 'done', 'cancelled']);

export const PlanTaskInfo = z.object({
  key: z.string().describe('Names the task within its plan and stays when lines move: its id, else a hash of its words'),
  id: z.string().nullable(),
  text: z.string(),
  status: TaskStatus,
  line: z.number().int().positive(),
  section: z.string().nullable().describe('Headings above it, outermost first'),
  parent: z.string().nullable().describe('Key of the task it is nested in'),
});

export const PlanReport = z.object({
  path: RelativePath,
  fileHash: z.string(),
  title: z.string().nullable(),
  progress: z.record(TaskStatus, z.number().int()).describe('Tasks by status'),
  share: z.number().describe('done ÷ (all − cancelled)'),
  tasks: z.array(PlanTaskInfo),
  omitted: z.number().int().describe('Tasks beyond `limit`'),
});
export type PlanReport = z.output<typeof PlanReport>;

const service = 'ast-analysis' as const;
const byPlan = z.object({ workspaceId: WorkspaceId, path: RelativePath.describe('A Markdown file with boxes') });

export const plans = {
  getPlan: defineRpc({
    service, verb: 'get-plan', idempotent: true, errors: ['workspace-not-found', 'workspace-unreadable', 'not-found'],
    summary: 'Tasks of a Markdown plan as the file is now: id, words, status, line, section, parent, and how far it is.',
    input: byPlan.extend({ open: z.boolean().default(false).describe('Only tasks that are neither done nor cancelled'), limit: z.number().int().min(1).max(2_000).default(500) }),
    output: PlanReport,
  }),
  setTaskStatus: defineRpc({
    service, verb: 'set-task-status', idempotent: true, errors: ['workspace-not-found', 'workspace-unreadable', 'not-found', 'conflict', 'forbidden', 'unsupported', 'storage-full'],
    summary: 'Write statuses into the boxes of a plan: one character a task, nothing else of the file changes. For workspaces that are directories.',
    input: byPlan.extend({
      changes: z.array(z.object({ task: z.string().min(1).max(500).describe('Key or id'), status: TaskStatus })).min(1).max(200),
      fileHash: z.string().max(64).optional().describe('Of what the caller has read: `conflict` when the file is another by now'),
    }),
    output: z.object({ path: RelativePath, fileHash: z.string(), changed: z.array(z.string()), missing: z.array(z.string()).describe('No task is called so') }),
  }),
};

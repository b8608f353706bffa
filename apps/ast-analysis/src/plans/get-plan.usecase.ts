import type { plans, RpcOutput, RpcParsedInput } from '@twinmcp/contracts';
import { parsePlan, TASK_STATUSES, type PlanTask } from '@twinmcp/markdown-plans';
import type { CallContext } from '@twinmcp/messaging';
import { maskSecrets } from '@twinmcp/syntax';
import type { OpenWorkspaces } from '../sources/open-workspaces.ts';
import type { WorkspaceRegistry } from '../state/workspace-registry.ts';
import { readPlan } from './read-plan.ts';

/** Of one answer, as JSON; what is around it fits into the 512 KiB of a message. */
const MAX_BYTES = 400 * 1024;
const MAX_TEXT = 2_000;

/** The plan as its file is now, whether it is indexed or not. */
export class GetPlan {
  readonly #registry: WorkspaceRegistry;
  readonly #open: OpenWorkspaces;

  constructor(registry: WorkspaceRegistry, open: OpenWorkspaces) {
    this.#registry = registry;
    this.#open = open;
  }

  async execute({ workspaceId, path, open, limit }: RpcParsedInput<typeof plans.getPlan>, ctx: Pick<CallContext, 'tenant'>): Promise<RpcOutput<typeof plans.getPlan>> {
    const source = await this.#open.reader(await this.#registry.get(workspaceId, ctx.tenant));
    const file = await readPlan(source, path);
    // Masking keeps every position, so the plan is the same.
    const plan = parsePlan(maskSecrets(file.text).text.split('\n').map((line) => line.replace(/\r$/, '')));
    const wanted = open ? plan.tasks.filter(({ status }) => status !== 'done' && status !== 'cancelled') : plan.tasks;
    const toInfo = ({ key, id, text, status, markLine, section, parent }: PlanTask) => ({ key, id, text: text.slice(0, MAX_TEXT), status, line: markLine, section: plan.sections[section]?.path.join(' > ') ?? null, parent: plan.tasks[parent]?.key ?? null });
    const tasks: ReturnType<typeof toInfo>[] = [];
    let bytes = 0;
    for (const task of wanted.slice(0, limit)) {
      const info = toInfo(task);
      bytes += Buffer.byteLength(JSON.stringify(info));
      if (bytes > MAX_BYTES) break;
      tasks.push(info);
    }
    const progress = Object.fromEntries(TASK_STATUSES.map((status) => [status, plan.progress[status]])) as RpcOutput<typeof plans.getPlan>['progress'];
    return { path, fileHash: file.hash, title: plan.title, progress, share: plan.progress.share, tasks, omitted: wanted.length - tasks.length };
  }
}

import type { PlanTask, TaskStatus } from './model.ts';
import { parsePlan } from './parse-plan.ts';

const MARKS: Readonly<Record<TaskStatus, string>> = { todo: ' ', 'in-progress': '~', blocked: '!', done: 'x', cancelled: '-' };

export interface MarkChange {
  readonly key: string;
  readonly status: TaskStatus;
}

export interface MarkedPlan {
  readonly source: string;
  /** Keys whose box was changed. */
  readonly changed: readonly string[];
  /** Keys that name no task of the source. */
  readonly missing: readonly string[];
}

/** Writes statuses back into the boxes of a plan. One character a task changes; line ends and everything else stay. */
export function setTaskMarks(source: string, changes: readonly MarkChange[]): MarkedPlan {
  const starts = [0];
  for (let at = source.indexOf('\n'); at >= 0; at = source.indexOf('\n', at + 1)) starts.push(at + 1);
  const lines = starts.map((start, index) => source.slice(start, (starts[index + 1] ?? source.length + 1) - 1));
  const byKey = new Map(parsePlan(lines).tasks.map((task): [string, PlanTask] => [task.key, task]));
  const edits = new Map<number, string>();
  const changed: string[] = [];
  const missing: string[] = [];
  for (const { key, status } of changes) {
    const task = byKey.get(key);
    if (!task) missing.push(key);
    else if (task.mark !== MARKS[status] && !(status === 'done' && task.checked)) {
      edits.set(starts[task.markLine - 1]! + task.markColumn, MARKS[status]);
      changed.push(key);
    }
  }
  let result = '';
  let from = 0;
  for (const [at, mark] of [...edits].sort(([a], [b]) => a - b)) {
    result += source.slice(from, at) + mark;
    from = at + 1;
  }
  return { source: result + source.slice(from), changed, missing };
}

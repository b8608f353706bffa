import type { PlanProgress, TaskStatus } from './model.ts';

export function progressOf(statuses: Iterable<TaskStatus>): PlanProgress {
  const count: Record<TaskStatus, number> = { todo: 0, 'in-progress': 0, blocked: 0, done: 0, cancelled: 0 };
  let total = 0;
  for (const status of statuses) {
    count[status]++;
    total++;
  }
  return { ...count, total, share: total > count.cancelled ? count.done / (total - count.cancelled) : 0 };
}

/** `5 of 12 tasks done (42 %), 2 in progress`; empty without tasks. */
export function describeProgress(progress: PlanProgress): string {
  if (progress.total === 0) return '';
  const others = (['in-progress', 'blocked', 'cancelled'] as const).filter((status) => progress[status] > 0).map((status) => `, ${progress[status]} ${status.replace('-', ' ')}`);
  return `${progress.done} of ${progress.total} tasks done (${Math.round(progress.share * 100)} %)${others.join('')}`;
}

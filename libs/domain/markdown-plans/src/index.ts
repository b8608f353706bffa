export { TASK_STATUSES, type Plan, type PlanProgress, type PlanSection, type PlanTask, type TaskStatus } from './model.ts';
export { parsePlan } from './parse-plan.ts';
export { isPlan, mayBePlan } from './is-plan.ts';
export { describeProgress } from './progress.ts';
export { setTaskMarks, type MarkChange, type MarkedPlan } from './set-task-marks.ts';

import type { Plan } from './model.ts';

const BOX_LINE = /^[ \t>]*(?:[-+*]|\d{1,9}[.)])[ \t]+\[[ xX~/!-]\][ \t]+\S/;
const MIN_TASKS = 3;

/** A quick look, before anything is parsed. */
export function mayBePlan(lines: readonly string[]): boolean {
  let found = 0;
  for (const line of lines) if (line.length < 10_000 && BOX_LINE.test(line) && ++found >= MIN_TASKS) return true;
  return false;
}

/** A document that mentions a few boxes is no plan: its tasks have ids, or make up a third of what is written. */
export function isPlan(plan: Plan, lines: readonly string[]): boolean {
  if (plan.tasks.length < MIN_TASKS) return false;
  const named = plan.tasks.filter((task) => task.id !== null).length;
  if (named >= MIN_TASKS && named * 2 >= plan.tasks.length) return true;
  let covered = 0;
  let next = 0;
  for (const { startLine, endLine } of plan.tasks) {
    for (let line = Math.max(next, startLine); line <= endLine; line++) if (lines[line - 1]!.trim() !== '') covered++;
    next = Math.max(next, endLine + 1);
  }
  return covered * 3 >= lines.filter((line) => line.trim() !== '').length;
}

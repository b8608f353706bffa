export const TASK_STATUSES = ['todo', 'in-progress', 'blocked', 'done', 'cancelled'] as const;
export type TaskStatus = (typeof TASK_STATUSES)[number];

/** Lines are 1-based and inclusive, columns 0-based UTF-16 units. */
export interface PlanTask {
  /** Names the task within its plan and stays when lines move: its id, else a hash of its text below its parents; a counter tells equals apart. */
  readonly key: string;
  /** As written: `1.2.3`, `API-7`; null when the task has none. */
  readonly id: string | null;
  /** Without id and markup, on one line. */
  readonly text: string;
  /** What stands between the brackets. */
  readonly mark: string;
  readonly checked: boolean;
  readonly status: TaskStatus;
  /** Where `mark` stands. */
  readonly markLine: number;
  readonly markColumn: number;
  readonly startLine: number;
  /** With everything nested in it. */
  readonly endLine: number;
  /** Index of the innermost section; -1 = before the first heading. */
  readonly section: number;
  /** Index of the task it is nested in; -1 = none. */
  readonly parent: number;
}

export interface PlanSection {
  readonly title: string;
  readonly level: number;
  /** Titles from the outermost heading to this one. */
  readonly path: readonly string[];
  readonly startLine: number;
  readonly endLine: number;
  /** What the heading says of the tasks below it (`In progress`, `Terminé`); null when it says nothing. */
  readonly status: TaskStatus | null;
  /** Of all tasks below it, those of its subsections included. */
  readonly progress: PlanProgress;
}

export interface PlanProgress extends Readonly<Record<TaskStatus, number>> {
  readonly total: number;
  /** done ÷ (total − cancelled); 0 when nothing is left to count. */
  readonly share: number;
}

export interface Plan {
  /** The first heading; null without one. */
  readonly title: string | null;
  readonly sections: readonly PlanSection[];
  /** In document order: a task before those nested in it. */
  readonly tasks: readonly PlanTask[];
  readonly progress: PlanProgress;
}

import type { CodeGraph, FindingLimits } from '@twinmcp/code-graph';

export type GraphMethod = keyof CodeGraph;

export interface GraphSettings {
  readonly file: string;
  readonly verifies: boolean;
  readonly limits: Partial<FindingLimits>;
}

export type ToWorker =
  | { readonly type: 'ask'; readonly id: number; readonly method: GraphMethod; readonly args: readonly unknown[]; readonly deadlineMs: number }
  | { readonly type: 'cancel'; readonly id: number }
  /** What the worker asked for; null when it could not be had. */
  | { readonly type: 'given'; readonly id: number; readonly value: unknown };

export type FromWorker =
  | { readonly type: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly type: 'failed'; readonly id: number; readonly kind: string | null; readonly message: string }
  | { readonly type: 'need'; readonly id: number; readonly what: 'project-files' | 'similarities'; readonly input: unknown };

import type { FileAnalysis } from '@twinmcp/syntax';

export interface WorkerSettings {
  readonly analysisTimeoutMs: number;
  readonly maxFileBytes: number;
  readonly maxWorkerMemoryMb: number;
  /** Of this thread's share of the kept trees. */
  readonly trees: { readonly entries: number; readonly ttlMs: number; readonly bytes: number };
}

export interface AnalysisRequest {
  readonly id: number;
  readonly path: string;
  readonly content: Uint8Array;
  /** Under which the tree of the file is kept; null = not kept. */
  readonly treeKey: string | null;
  /** Set on the second try, after the first took a worker down: why. */
  readonly failure: string | null;
}

/** What a thread holds after a job. */
export interface ThreadState {
  readonly trees: number;
  readonly treeBytes: number;
  /** Of the parser; it never shrinks. */
  readonly memoryBytes: number;
}

export interface AnalysisReply {
  readonly id: number;
  readonly analysis: FileAnalysis;
  /** Whether the file was parsed from its last version; null when no tree is kept of it. */
  readonly reused: boolean | null;
  readonly state: ThreadState;
  /** The worker's parser is broken or has grown too big: replace the thread. */
  readonly retire: boolean;
}

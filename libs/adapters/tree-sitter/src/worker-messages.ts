import type { FileAnalysis } from '@twinmcp/syntax';

export interface WorkerSettings {
  readonly analysisTimeoutMs: number;
  readonly maxFileBytes: number;
  readonly maxWorkerMemoryMb: number;
}

export interface AnalysisRequest {
  readonly id: number;
  readonly path: string;
  readonly content: Uint8Array;
  /** Set on the second try, after the first took a worker down: why. */
  readonly failure: string | null;
}

export interface AnalysisReply {
  readonly id: number;
  readonly analysis: FileAnalysis;
  /** The worker's parser is broken or has grown too big: replace the thread. */
  readonly retire: boolean;
}

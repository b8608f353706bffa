import type { FileAnalysis } from './model.ts';

export interface AnalyzeInput {
  readonly path: string;
  /** UTF-8 bytes of the file; the buffer may be transferred to another thread and is lost to the caller. */
  readonly content: Uint8Array;
}

/** Turns a file into symbols and chunks. Never throws for what a file contains: broken input gives a degraded analysis. Times out by `LocalError('timeout')`. */
export interface SourceAnalyzer {
  analyze(input: AnalyzeInput, signal?: AbortSignal): Promise<FileAnalysis>;
  /** Files worth having in flight at once. */
  readonly concurrency: number;
  close(): Promise<void>;
}

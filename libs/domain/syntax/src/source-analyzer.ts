import type { FileAnalysis } from './model.ts';

export interface AnalyzeInput {
  readonly path: string;
  /** Bytes of the file: UTF-8, or UTF-16 with a byte order mark. They stay the caller's and must not change until the answer is there. */
  readonly content: Uint8Array;
  /** Whose file it is. When given, its syntax tree may be kept, so that the next version of the same file of the same owner is parsed from where it differs. */
  readonly treeScope?: string | undefined;
}

/** Turns a file into symbols and chunks. Never fails for what a file contains: broken, huge or slow input gives a degraded analysis with a note. Fails with LocalError `cancelled` (signal) or `refused` (closed). */
export interface SourceAnalyzer {
  analyze(input: AnalyzeInput, signal?: AbortSignal): Promise<FileAnalysis>;
  /** Files worth having in flight at once. */
  readonly concurrency: number;
  /** Changes whenever the same file would give other symbols or chunks; an index made with another version is made anew. Default: '1'. */
  readonly version?: string;
  close(): Promise<void>;
}

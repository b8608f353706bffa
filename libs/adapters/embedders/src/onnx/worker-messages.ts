import type { OnnxModel } from './model-folder.ts';
import type { RunResult } from './onnx-runner.ts';

export interface OnnxWorkerData {
  readonly model: OnnxModel;
  /** Becomes 1 when the answer is not waited for any more. */
  readonly stop: Int32Array;
}

export interface OnnxRequest {
  readonly id: number;
  readonly texts: readonly string[];
}

export type OnnxReply = { readonly id: number; readonly result: RunResult } | { readonly id: number; readonly error: string };

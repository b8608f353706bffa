import type { RunResult } from './onnx-runner.ts';

export interface OnnxRequest {
  readonly id: number;
  readonly texts: readonly string[];
}

export type OnnxReply = { readonly id: number; readonly result: RunResult } | { readonly id: number; readonly error: string };

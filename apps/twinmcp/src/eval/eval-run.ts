import type { Mode } from '@twinmcp/contracts';
import type { HistoryProtocol } from '@twinmcp/evaluation';
import type { RpcClient } from '@twinmcp/messaging';
import type { ProbeOptions } from './probes.ts';

/** What one run over a set needs. */
export interface EvalRun {
  /** An engine whose data directory is this run's own. */
  readonly rpc: RpcClient;
  /** Empty; removed after the run. */
  readonly folder: string;
  readonly mode: Mode;
  readonly protocol: HistoryProtocol;
  readonly baseline: boolean;
  readonly probes: ProbeOptions;
  /** Only so many queries; undefined: all. */
  readonly limit: number | undefined;
  /** Git directory or URL with the labels of a history set. */
  readonly repository: string | null;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  progress(what: string, done: number, total: number): void;
}

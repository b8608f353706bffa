import type { TwinMcpConfig } from '@twinmcp/configuration';
import type { EngineInfo } from '../engine/engine-info.ts';

export interface Check {
  readonly name: string;
  /** ok; note: fine as it is, worth knowing; missing: needed and not there. */
  readonly state: 'ok' | 'note' | 'missing';
  readonly detail: string;
  /** What to do about it; null when nothing. */
  readonly advice: string | null;
}

export interface DoctorContext {
  readonly config: TwinMcpConfig;
  readonly running: EngineInfo | null;
  readonly env: Readonly<Record<string, string | undefined>>;
}

export const ok = (name: string, detail: string): Check => ({ name, state: 'ok', detail, advice: null });
export const note = (name: string, detail: string, advice: string | null = null): Check => ({ name, state: 'note', detail, advice });
export const missing = (name: string, detail: string, advice: string): Check => ({ name, state: 'missing', detail, advice });

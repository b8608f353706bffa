import type { TwinMcpConfig } from './schema.ts';

/** The configuration in force. It may change at run time: read `current` when you need a value, do not copy it at start. */
export interface LiveConfig {
  readonly current: TwinMcpConfig;
  /** Grows with every accepted change. */
  readonly revision: number;
  onChange(listener: (config: TwinMcpConfig, revision: number) => void): () => void;
}

import type { LiveConfig, TwinMcpConfig } from '@twinmcp/configuration';
import { errorMessage } from '@twinmcp/kernel';

/** The part of a logger that configuration needs; a pino logger fits. */
export interface ConfigLog {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
}

export const silentLog: ConfigLog = { info: () => {}, warn: () => {} };

/** The value in force and who wants to know. Frozen: a reader that changes it by mistake gets an error, not a surprise elsewhere. */
export class ConfigState implements LiveConfig {
  readonly #listeners = new Set<(config: TwinMcpConfig, revision: number) => void>();
  #log: ConfigLog;
  #current: TwinMcpConfig;
  #revision: number;

  constructor(config: TwinMcpConfig, revision: number, log: ConfigLog) {
    this.#current = deepFreeze(config);
    this.#revision = revision;
    this.#log = log;
  }

  get current(): TwinMcpConfig {
    return this.#current;
  }

  get revision(): number {
    return this.#revision;
  }

  protected get log(): ConfigLog {
    return this.#log;
  }

  /** From now on what happens is written there. A logger takes its level from a configuration, so it is often made after it. */
  logTo(log: ConfigLog): void {
    this.#log = log;
  }

  onChange(listener: (config: TwinMcpConfig, revision: number) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** One listener that fails does not keep the others from hearing of it. */
  accept(config: TwinMcpConfig, revision: number): void {
    this.#current = deepFreeze(config);
    this.#revision = revision;
    for (const listener of this.#listeners) {
      try {
        listener(this.#current, revision);
      } catch (error) {
        this.#log.warn({ error: errorMessage(error) }, 'a part of the service could not follow the new configuration');
      }
    }
  }
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const member of Object.values(value)) deepFreeze(member);
  }
  return value;
}

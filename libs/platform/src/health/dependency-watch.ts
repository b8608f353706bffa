import type { Logger } from 'pino';
import type { HealthRegistry } from './health-registry.ts';

export interface DependencyWatchOptions {
  /** Pause after a check that found something down; doubled each time up to the longest. Milliseconds. */
  readonly firstMs?: number;
  /** Also the pause while all is well. */
  readonly longestMs?: number;
}

const FIRST_MS = 1_000;
const LONGEST_MS = 30_000;

/**
 * Says in the log when something that the services here stand on is not reached, at the start too, and when it is back. Nothing ends because
 * of it: a service without a store answers with what it has. Health tells who asks; the log tells who was not there to ask.
 */
export function watchDependencies(registry: HealthRegistry, logger: Pick<Logger, 'info' | 'warn'>, { firstMs = FIRST_MS, longestMs = LONGEST_MS }: DependencyWatchOptions = {}): { stop(): void } {
  const down = new Map<string, string>();
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const look = async (pauseMs: number): Promise<void> => {
    for (const service of registry.services) {
      for (const { name, state, detail } of (await registry.report(service)).dependencies) {
        const key = `${service} ${name}`;
        if (state !== 'down') {
          if (down.delete(key)) logger.info({ dependency: name, detail }, `${name} is back`);
        } else if (down.get(key) !== detail) {
          down.set(key, detail);
          logger.warn({ dependency: name, detail }, `${name} is not reached: working without it and trying again`);
        }
      }
    }
    if (stopped) return;
    const next = down.size > 0 ? pauseMs : longestMs;
    timer = setTimeout(() => void look(Math.min(longestMs, down.size > 0 ? pauseMs * 2 : firstMs)), next);
    timer.unref();
  };
  void look(firstMs);
  return {
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

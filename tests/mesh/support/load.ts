import { sleep } from '@twinmcp/kernel';
import type { RestClient } from './client.ts';

export interface LoadReport {
  readonly sent: number;
  readonly failures: readonly string[];
  /** Answers that came without a part, by what they said of it. */
  readonly degraded: Readonly<Record<string, number>>;
  /** Milliseconds of each request, in the order in which they ended. */
  readonly latencies: readonly number[];
}

/** Questions without pause from `clients` callers, each answered before the next is asked, until `stop`. Transport errors count as failures too. */
export function askWithoutPause(rest: RestClient, workspaceId: string, queries: readonly string[], clients = 3): { stop(): Promise<LoadReport> } {
  let running = true;
  let sent = 0;
  const failures: string[] = [];
  const degraded: Record<string, number> = {};
  const latencies: number[] = [];
  const loop = async (client: number) => {
    for (let i = client; running; i++) {
      const query = queries[i % queries.length]!;
      sent++;
      const startedAt = performance.now();
      try {
        const { status, body } = i % 2 === 0 ? await rest.search(workspaceId, query) : await rest.context(workspaceId, query, 1500);
        if (status !== 200) failures.push(`${status} ${JSON.stringify(body).slice(0, 300)}`);
        else for (const part of body.degraded ?? []) {
          const said = JSON.stringify(part);
          degraded[said] = (degraded[said] ?? 0) + 1;
        }
      } catch (error) {
        failures.push(String((error as Error).cause ?? error));
      }
      latencies.push(performance.now() - startedAt);
      await sleep(5);
    }
  };
  const loops = Array.from({ length: clients }, (_, client) => loop(client));
  return {
    stop: async () => {
      running = false;
      await Promise.all(loops);
      return { sent, failures, degraded, latencies };
    },
  };
}

import { sleep } from '@twinmcp/kernel';
import type { RestClient } from './client.ts';

export interface LoadReport {
  readonly sent: number;
  readonly failures: readonly string[];
}

/** Questions without pause from `clients` callers, each answered before the next is asked, until `stop`. Transport errors count as failures too. */
export function askWithoutPause(rest: RestClient, workspaceId: string, queries: readonly string[], clients = 3): { stop(): Promise<LoadReport> } {
  let running = true;
  let sent = 0;
  const failures: string[] = [];
  const loop = async (client: number) => {
    for (let i = client; running; i++) {
      const query = queries[i % queries.length]!;
      sent++;
      try {
        const { status, body } = i % 2 === 0 ? await rest.search(workspaceId, query) : await rest.context(workspaceId, query, 1500);
        if (status !== 200) failures.push(`${status} ${JSON.stringify(body).slice(0, 300)}`);
      } catch (error) {
        failures.push(String((error as Error).cause ?? error));
      }
      await sleep(5);
    }
  };
  const loops = Array.from({ length: clients }, (_, client) => loop(client));
  return {
    stop: async () => {
      running = false;
      await Promise.all(loops);
      return { sent, failures };
    },
  };
}
